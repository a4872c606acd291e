using System.Globalization;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Options;

namespace Sluice.Proxy.Admission;

/// <summary>
/// The descriptors that this process may have, and what they are enough for. At its start .NET raises the limit to the
/// hard one, so that is what counts.
/// </summary>
/// <param name="Limit">How many there may be.</param>
/// <param name="Kept">Those that connections to backends, files, the log and the admin endpoint may need.</param>
internal readonly record struct DescriptorBudget(long Limit, long Kept)
{
    private const string LimitsFile = "/proc/self/limits";
    private const string Row = "Max open files";

    // The runtime, and the last ones that the transport leaves to it; the log, keys and certificates that are read, the admin
    // endpoint's and the key source's connections, and the sockets of who was sent away.
    private const long OwnUse = 384;

    /// <summary>Connections of clients that the rest is enough for.</summary>
    public long Clients => Math.Max(0, Limit - Kept);

    /// <summary>The budget of this process; null where it cannot be asked for, or without a limit.</summary>
    public static DescriptorBudget? Read(SluiceModel model)
    {
        try
        {
            return OperatingSystem.IsLinux() && TryParse(File.ReadAllText(LimitsFile), out var limit) ? new DescriptorBudget(limit, KeptBy(model)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Finds the soft limit in the text that Linux gives.</summary>
    public static bool TryParse(string text, out long limit)
    {
        limit = 0;
        foreach (var line in text.Split('\n'))
        {
            if (!line.StartsWith(Row, StringComparison.Ordinal)) continue;
            var words = line[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return words.Length > 0 && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out limit);
        }
        return false;
    }

    /// <summary>Says it, as a warning if it is not enough for what MaxStartups lets in.</summary>
    public void Report(ILogger logger, StartupLimit startups)
    {
        if (Clients < startups.Full) logger.DescriptorsScarce(Limit, Clients, startups.Full, startups.Full + Kept);
        else logger.Descriptors(Limit, Clients);
    }

    // Where backends are not shared each client takes one more of its own, which nobody can count beforehand.
    private static long KeptBy(SluiceModel model) => OwnUse + model.Backends.Values.Sum(backend => (long)backend.Pool.MaxConnections);
}

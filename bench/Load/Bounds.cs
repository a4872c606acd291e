using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Numerics;

namespace Sluice.Load;

/// <summary>What this load may do to a machine, and to whom.</summary>
internal static class Bounds
{
    /// <summary>Descriptors of the program itself, and some for connections that are being closed.</summary>
    private const int Spare = 300;

    /// <summary>Refuses values outside of a range.</summary>
    public static void Within<T>(Option<T> option, T least, T most)
        where T : INumber<T> => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<T>() is { } value && (value < least || value > most)) result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} must be from {least} to {most}."));
    });

    /// <summary>Refuses every address that is not this machine's own: a load is an attack where nobody has asked for it.</summary>
    public static void Loopback(Option<string> option) => option.Validators.Add(result =>
    {
        if (!TryParse(result.GetValueOrDefault<string>() ?? "", out _)) result.AddError($"{option.Name} must be a loopback address with a port, such as 127.0.0.1:2222: this load is for servers on the same machine.");
    });

    /// <summary>Reads a loopback address with its port.</summary>
    public static bool TryParse(string text, out IPEndPoint endPoint) =>
        IPEndPoint.TryParse(text, out endPoint!) && endPoint.Port > 0 && IPAddress.IsLoopback(endPoint.Address);

    /// <summary>The sentence that says why so many connections cannot be held here; null if they can.</summary>
    public static string? Descriptors(int connections)
    {
        var most = MostDescriptors(File.ReadLines("/proc/self/limits"));
        return connections + Spare <= most
            ? null
            : $"{connections} connections need {connections + Spare} file descriptors and this process may open {most}: raise the limit with `ulimit -n {connections + Spare}` in the shell that starts it, as root if the hard limit is in the way.";
    }

    /// <summary>The soft limit in /proc/PID/limits, which the runtime has raised to the hard one.</summary>
    public static long MostDescriptors(IEnumerable<string> limits)
    {
        var words = limits.First(line => line.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words[3] == "unlimited" ? long.MaxValue : long.Parse(words[3], CultureInfo.InvariantCulture);
    }
}

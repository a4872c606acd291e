using Sluice.Transport;

namespace Sluice.Proxy.Options;

/// <summary>sshd_config RekeyLimit: a size or <c>default</c>, then perhaps a time or <c>none</c>.</summary>
internal readonly record struct RekeyLimit(long Bytes, TimeSpan Interval)
{
    /// <summary>What to tell a person who wrote something else.</summary>
    public const string Expected = "a size of at least 64K and a time of at least 1s, such as '1G 1h', 'default none' or '512M'";

    /// <summary>Stands for <c>none</c>: no connection lives that long.</summary>
    public static readonly TimeSpan Never = TimeSpan.FromDays(3650);

    private const long LeastBytes = 64 << 10;

    private static readonly SshServerOptions _defaults = new() { HostKeys = [] };

    /// <summary>One gibibyte or one hour.</summary>
    public static RekeyLimit Default { get; } = new(_defaults.RekeyBytes, _defaults.RekeyInterval);

    /// <summary>Reads the one or two words.</summary>
    public static bool TryParse(string text, out RekeyLimit limit)
    {
        limit = Default;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is not (1 or 2)) return false;
        var bytes = Default.Bytes;
        if (words[0] != "default" && (!ByteSize.TryParse(words[0], out bytes) || bytes < LeastBytes)) return false;
        var interval = Default.Interval;
        if (words.Length == 2 && words[1] == "none") interval = Never;
        else if (words.Length == 2 && (!Duration.TryParse(words[1], out interval) || interval < TimeSpan.FromSeconds(1))) return false;
        limit = new RekeyLimit(bytes, interval);
        return true;
    }
}

using System.Globalization;

namespace Sluice.Proxy.Options;

/// <summary>sshd_config PerSourceNetBlockSize: the bits of an address that are taken for one source.</summary>
/// <param name="V4">Of an IPv4 address, 0 to 32.</param>
/// <param name="V6">Of an IPv6 address, 0 to 128.</param>
internal readonly record struct NetBlockSize(int V4, int V6)
{
    /// <summary>What to tell a person who wrote something else.</summary>
    public const string Expected = "bits of an IPv4 address and perhaps of an IPv6 address, such as 32:64";

    /// <summary>Each address by itself.</summary>
    public static NetBlockSize Default { get; } = new(32, 128);

    /// <summary>Reads <c>32</c> or <c>32:128</c>.</summary>
    public static bool TryParse(string text, out NetBlockSize size)
    {
        size = Default;
        var parts = text.Split(':');
        if (parts.Length is not (1 or 2) || !TryParse(parts[0], 32, out var v4)) return false;
        var v6 = Default.V6;
        if (parts.Length == 2 && !TryParse(parts[1], 128, out v6)) return false;
        size = new NetBlockSize(v4, v6);
        return true;
    }

    private static bool TryParse(string text, int most, out int bits) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bits) && bits <= most;
}

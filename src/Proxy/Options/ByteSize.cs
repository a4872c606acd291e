using System.Globalization;

namespace Sluice.Proxy.Options;

/// <summary>Sizes as sshd_config writes them: bytes, or a number with <c>K</c>, <c>M</c> or <c>G</c> (powers of 1024).</summary>
internal static class ByteSize
{
    /// <summary>What to tell a person who wrote something else.</summary>
    public const string Expected = "a size such as 512K, 1M or 1G";

    /// <summary>Reads a size of at most 1023 G.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        if (text.Length == 0) return false;
        var shift = char.ToUpperInvariant(text[^1]) switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        var digits = shift == 0 ? text : text[..^1];
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > (1L << 40 >> shift) - 1) return false;
        bytes = number << shift;
        return true;
    }
}

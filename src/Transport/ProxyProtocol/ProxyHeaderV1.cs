using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace Sluice.Transport.ProxyProtocol;

/// <summary>Version 1 (section 2.1): <c>PROXY TCP4 192.0.2.1 192.0.2.2 56324 22</c> and CR LF.</summary>
internal static class ProxyHeaderV1
{
    /// <summary>Section 2.1: the longest line with its end.</summary>
    public const int MaxLength = 107;

    private static readonly SearchValues<char> _addressText = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <inheritdoc cref="ProxyHeader.TryRead"/>
    public static ProxyHeaderStatus TryRead(ReadOnlySpan<byte> bytes, out ProxiedEndPoints? endPoints, out int length)
    {
        endPoints = null;
        length = 0;
        var signature = "PROXY "u8;
        if (!bytes.StartsWith(signature[..Math.Min(bytes.Length, signature.Length)])) return ProxyHeaderStatus.Malformed;
        // Looked for only where the line may end, so that more bytes do not change the verdict.
        var line = bytes[..Math.Min(bytes.Length, MaxLength - 1)];
        var end = line.IndexOfAny((byte)'\r', (byte)'\n');
        if (end < 0) return line.Length == MaxLength - 1 ? ProxyHeaderStatus.TooLong : ProxyHeaderStatus.NeedMore;
        if (bytes[end] == '\n') return ProxyHeaderStatus.Malformed;
        if (end + 1 == bytes.Length) return ProxyHeaderStatus.NeedMore;
        if (bytes[end + 1] != '\n' || !TryReadLine(line[..end], out endPoints)) return ProxyHeaderStatus.Malformed;
        length = end + 2;
        return ProxyHeaderStatus.Done;
    }

    /// <inheritdoc cref="ProxyHeader.Write"/>
    public static byte[] Write(ProxiedEndPoints? endPoints)
    {
        if (endPoints is null) return "PROXY UNKNOWN\r\n"u8.ToArray();
        var (source, destination) = endPoints;
        var family = ProxyHeader.IsIPv4(source.Address) ? 4 : 6;
        return Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"PROXY TCP{family} {source.Address} {destination.Address} {source.Port} {destination.Port}\r\n"));
    }

    private static bool TryReadLine(ReadOnlySpan<byte> line, out ProxiedEndPoints? endPoints)
    {
        endPoints = null;
        // What follows UNKNOWN is to be ignored, whatever it is.
        if (line.SequenceEqual("PROXY UNKNOWN"u8) || line.StartsWith("PROXY UNKNOWN "u8)) return true;
        Span<char> text = stackalloc char[MaxLength];
        if (Ascii.ToUtf16(line, text, out var characters) != OperationStatus.Done) return false;
        text = text[..characters];
        Span<Range> words = stackalloc Range[7];
        if (((ReadOnlySpan<char>)text).Split(words, ' ') != 6) return false;
        var isIPv4 = text[words[1]] is "TCP4";
        if (!isIPv4 && text[words[1]] is not "TCP6") return false;
        return TryReadAddress(text[words[2]], isIPv4, out var source)
            && TryReadAddress(text[words[3]], isIPv4, out var destination)
            && TryReadNumber(text[words[4]], ushort.MaxValue, out var sourcePort)
            && TryReadNumber(text[words[5]], ushort.MaxValue, out var destinationPort)
            && ProxyHeader.TryTake(new IPEndPoint(source, sourcePort), new IPEndPoint(destination, destinationPort), out endPoints);
    }

    private static bool TryReadAddress(ReadOnlySpan<char> text, bool isIPv4, out IPAddress address)
    {
        address = IPAddress.None;
        if (isIPv4) return TryReadIPv4(text, out address);
        // Senders print IPv4-mapped addresses with dots.
        if (text.ContainsAnyExcept(_addressText) || !text.Contains(':') || !IPAddress.TryParse(text, out var parsed)) return false;
        address = parsed;
        return true;
    }

    private static bool TryReadIPv4(ReadOnlySpan<char> text, out IPAddress address)
    {
        address = IPAddress.None;
        Span<Range> parts = stackalloc Range[5];
        if (text.Split(parts, '.') != 4) return false;
        Span<byte> bytes = stackalloc byte[4];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!TryReadNumber(text[parts[i]], byte.MaxValue, out var number)) return false;
            bytes[i] = (byte)number;
        }
        address = new IPAddress(bytes);
        return true;
    }

    /// <summary>Decimal digits without zeros in front, which some would read as octal.</summary>
    private static bool TryReadNumber(ReadOnlySpan<char> text, int most, out int number)
    {
        number = 0;
        if (text.Length is 0 or > 5 || (text.Length > 1 && text[0] == '0')) return false;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= most;
    }
}

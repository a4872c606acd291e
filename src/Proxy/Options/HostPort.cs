using System.Globalization;
using System.Net;

namespace Sluice.Proxy.Options;

/// <summary>A host and a port, as in <c>git.example.org:22</c>, <c>192.0.2.1:2222</c> or <c>[2001:db8::1]:22</c>.</summary>
/// <param name="Host">A name or an address literal, without brackets.</param>
/// <param name="Port">0 to 65535.</param>
internal readonly record struct HostPort(string Host, int Port)
{
    /// <summary>Reads it; without <paramref name="defaultPort"/> the port must be there.</summary>
    public static bool TryParse(string text, int? defaultPort, out HostPort result)
    {
        result = default;
        var (host, port) = Split(text);
        if (port is null && defaultPort is null) return false;
        var number = (ushort)(defaultPort ?? 0);
        if (port is not null && !ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number)) return false;
        var isAddress = host.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(host, out _);
        if (!isAddress && !IsName(host)) return false;
        result = new HostPort(host, number);
        return true;
    }

    /// <summary>Reads an address literal with a port.</summary>
    public static bool TryParseEndPoint(string text, out IPEndPoint endPoint)
    {
        endPoint = new IPEndPoint(IPAddress.None, 0);
        if (!TryParse(text, null, out var parsed) || !IPAddress.TryParse(parsed.Host, out var address)) return false;
        endPoint = new IPEndPoint(address, parsed.Port);
        return true;
    }

    private static (string Host, string? Port) Split(string text)
    {
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']', StringComparison.Ordinal);
            if (end < 0) return ("", null);
            return end == text.Length - 1 ? (text[1..end], null) : text[end + 1] == ':' ? (text[1..end], text[(end + 2)..]) : ("", null);
        }
        var colon = text.LastIndexOf(':');
        // More than one colon without brackets is an IPv6 address without a port.
        return colon < 0 || text.IndexOf(':', StringComparison.Ordinal) != colon ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }

    private static bool IsName(string host) =>
        host.Length is > 0 and <= 253 && host[0] is not ('-' or '.') && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');
}

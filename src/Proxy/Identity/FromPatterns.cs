using System.Net;

using Sluice.Proxy.Routing;

namespace Sluice.Proxy.Identity;

/// <summary>
/// The value of authorized_keys' <c>from</c>: addresses with <c>*</c> and <c>?</c>, or CIDR networks, separated by commas;
/// <c>!</c> in front of one excludes. Names are not resolved, as with sshd's UseDNS no, so they are refused.
/// </summary>
internal sealed class FromPatterns
{
    private readonly List<(bool Excludes, Predicate<IPAddress> Matches)> _patterns = [];

    private FromPatterns()
    {
    }

    /// <summary>Reads the list; false gives a sentence that says what is wrong.</summary>
    public static bool TryParse(string text, out FromPatterns patterns, out string fault)
    {
        patterns = new FromPatterns();
        fault = "";
        foreach (var written in text.Split(','))
        {
            var excludes = written.StartsWith('!');
            var pattern = excludes ? written[1..] : written;
            var matches = pattern.AsSpan().ContainsAny('*', '?') ? ReadGlob(pattern) : ReadNetwork(pattern);
            if (matches is not null)
            {
                patterns._patterns.Add((excludes, matches));
            }
            else
            {
                fault = $"from=\"…\" takes addresses, patterns such as 10.1.* and networks such as 10.1.0.0/16, which '{written}' is not";
                return false;
            }
        }
        return true;
    }

    /// <summary>True if one pattern matches and no excluding one does.</summary>
    public bool Match(IPAddress address)
    {
        var plain = Plain(address);
        var matches = false;
        foreach (var (excludes, pattern) in _patterns)
        {
            if (!pattern(plain)) continue;
            if (excludes) return false;
            matches = true;
        }
        return matches;
    }

    private static Predicate<IPAddress>? ReadGlob(string pattern)
    {
        if (!pattern.All(c => char.IsAsciiHexDigit(c) || c is '.' or ':' or '*' or '?')) return null;
        var glob = new Glob(pattern.ToLowerInvariant());
        return address => glob.IsMatch(address.ToString());
    }

    /// <summary>
    /// An address, whichever way it is spelled, or a network. What nobody can have meant is refused as sshd refuses it:
    /// "10.1", which would be read as 10.0.0.1, and bits behind the mask.
    /// </summary>
    private static Predicate<IPAddress>? ReadNetwork(string pattern)
    {
        var slash = pattern.IndexOf('/', StringComparison.Ordinal);
        var written = slash < 0 ? pattern : pattern[..slash];
        var isWhole = written.Contains(':', StringComparison.Ordinal) ? !written.Contains('%', StringComparison.Ordinal) : written.Count(c => c == '.') == 3;
        if (!isWhole || !IPAddress.TryParse(written, out var address)) return null;
        if (slash < 0) return Plain(address).Equals;
        var isNetwork = IPNetwork.TryParse(pattern, out var network) && network.BaseAddress.Equals(address) && !address.IsIPv4MappedToIPv6;
        return isNetwork ? network.Contains : null;
    }

    /// <summary>The address that was meant: without a scope, and IPv4 where a dual-mode listener sees ::ffff:a.b.c.d.</summary>
    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());
}

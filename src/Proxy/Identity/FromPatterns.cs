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
            if (IPNetwork.TryParse(pattern, out var network)) patterns._patterns.Add((excludes, network.Contains));
            else if (pattern.Length > 0 && pattern.All(c => char.IsAsciiHexDigit(c) || c is '.' or ':' or '*' or '?') && pattern.AsSpan().ContainsAny(".:*"))
            {
                var glob = new Glob(pattern.ToLowerInvariant());
                patterns._patterns.Add((excludes, address => glob.IsMatch(address.ToString())));
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
        // A dual-mode listener sees IPv4 clients as ::ffff:a.b.c.d.
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var matches = false;
        foreach (var (excludes, pattern) in _patterns)
        {
            if (!pattern(plain)) continue;
            if (excludes) return false;
            matches = true;
        }
        return matches;
    }
}

using System.Net;

using Sluice.Transport;

namespace Sluice.Proxy.Options;

/// <summary>PROXY headers as far as they have been said: of one listener, or of all of them.</summary>
/// <param name="Policy">Null if it was not said.</param>
/// <param name="TrustedNetworks">Null if they were not said.</param>
/// <param name="HeaderTimeout">Null if it was not said.</param>
internal sealed record ProxyProtocolSection(string? Policy, IReadOnlyList<IPNetwork>? TrustedNetworks, TimeSpan? HeaderTimeout)
{
    private const string Off = "off";
    private const string PolicyExpected = "one of require, use, ignore and off";
    private const string NetworkExpected = "an address or a network, such as 10.1.0.0/16 or 2001:db8::/32";

    private static readonly IPNetwork[] _everybody = [new(IPAddress.Any, 0), new(IPAddress.IPv6Any, 0)];

    /// <summary>What is written, with <paramref name="common"/> where nothing is; null if there is nothing at all.</summary>
    public static ProxyProtocolSection? Read(ProxyProtocolConfig? config, ProxyProtocolSection? common, Faults faults)
    {
        if (config is null) return common;
        return new ProxyProtocolSection(
            faults.Read(nameof(config.Policy), config.Policy, common?.Policy, TryParsePolicy, PolicyExpected),
            Networks(config, faults) ?? common?.TrustedNetworks,
            faults.Read(nameof(config.HeaderTimeout), config.HeaderTimeout, common?.HeaderTimeout, TryParseTimeout, "a time from 10ms to 1m"));
    }

    /// <summary>The settings of a listener; null if it takes no headers.</summary>
    public ProxyProtocolOptions? Build(Faults faults)
    {
        if (Policy is null) faults.Add(nameof(Policy), $"It is missing: expected {PolicyExpected}.");
        if (Policy is null or Off) return null;
        var policy = Enum.Parse<ProxyProtocolPolicy>(Policy, ignoreCase: true);
        var isTrustNeeded = policy != ProxyProtocolPolicy.Ignore;
        if (isTrustNeeded && TrustedNetworks is not { Count: > 0 })
            faults.Add(nameof(TrustedNetworks), "It is missing: expected the addresses of the proxies whose headers are believed, since anybody can send one.");
        var options = new ProxyProtocolOptions { Policy = policy, TrustedNetworks = TrustedNetworks ?? _everybody };
        return HeaderTimeout is { } timeout ? options with { HeaderTimeout = timeout } : options;
    }

    /// <summary>The form of a header that is sent.</summary>
    public static bool TryParseVersion(string text, out ProxyProtocolVersion? version)
    {
        version = text.ToLowerInvariant() switch { "v1" => ProxyProtocolVersion.V1, "v2" => ProxyProtocolVersion.V2, _ => null };
        return version is not null || text.Equals("none", StringComparison.OrdinalIgnoreCase);
    }

    private static List<IPNetwork>? Networks(ProxyProtocolConfig config, Faults faults)
    {
        if (config.TrustedNetworks is not { } written) return null;
        var networks = new List<IPNetwork>();
        for (var i = 0; i < written.Count; i++)
        {
            if (TryParseNetwork(written[i], out var network)) networks.Add(network);
            else faults.Below(nameof(config.TrustedNetworks), i).Add($"'{written[i]}' is not {NetworkExpected}, without bits behind the mask.");
        }
        return networks;
    }

    /// <summary>A network, or an address, which is a network of one. 10.1 is not read as 10.0.0.1, and 10.1.2.3/8 is a slip of the pen.</summary>
    public static bool TryParseNetwork(string text, out IPNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var written = slash < 0 ? text : text[..slash];
        var isWhole = written.Contains(':', StringComparison.Ordinal) ? !written.Contains('%', StringComparison.Ordinal) : written.Count(c => c == '.') == 3;
        if (!isWhole || !IPAddress.TryParse(written, out var address) || address.IsIPv4MappedToIPv6) return false;
        if (slash >= 0) return IPNetwork.TryParse(text, out network) && network.BaseAddress.Equals(address);
        network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }

    private static bool TryParsePolicy(string text, out string? policy)
    {
        policy = text.ToLowerInvariant();
        return policy is "require" or "use" or "ignore" or Off;
    }

    private static bool TryParseTimeout(string text, out TimeSpan? timeout)
    {
        timeout = Duration.TryParse(text, out var value) ? value : null;
        return timeout >= TimeSpan.FromMilliseconds(10) && timeout <= TimeSpan.FromMinutes(1);
    }
}

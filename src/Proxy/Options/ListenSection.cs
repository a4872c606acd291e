using System.Collections.Frozen;
using System.Net;

using Sluice.Transport;

namespace Sluice.Proxy.Options;

/// <summary>Where clients are accepted, and whose PROXY headers are taken there.</summary>
internal static class ListenSection
{
    private const string AddressExpected = "an address and a port, such as [::]:2222 or 192.0.2.1:22";

    private static readonly IPEndPoint _default = new(IPAddress.IPv6Any, 2222);

    /// <summary>The addresses, and for those of them that take PROXY headers how they do it.</summary>
    public static (List<IPEndPoint> Addresses, FrozenDictionary<IPEndPoint, ProxyProtocolOptions> ProxyProtocol) Build(SluiceConfig config, Faults faults)
    {
        var below = faults.Below(nameof(config.ProxyProtocol));
        var common = ProxyProtocolSection.Read(config.ProxyProtocol, null, below);
        var written = config.ListenAddress ?? [new ListenAddressConfig { Address = _default.ToString() }];
        if (written.Count == 0) faults.Add(nameof(config.ListenAddress), "The list is empty: expected at least one address and port, such as [::]:2222.");
        var addresses = new List<IPEndPoint>();
        var proxied = new Dictionary<IPEndPoint, ProxyProtocolOptions>();
        var isCommonUsed = false;
        for (var i = 0; i < written.Count; i++)
        {
            var listener = faults.Below(nameof(config.ListenAddress), i);
            if (Address(written[i].Address, listener) is not { } address) continue;
            addresses.Add(address);
            var own = written[i].ProxyProtocol;
            // What is wrong with the settings that several listeners share is told once.
            var where = own is not null ? listener.Below(nameof(ListenAddressConfig.ProxyProtocol)) : isCommonUsed ? new Faults("") : below;
            isCommonUsed |= own is null;
            if (ProxyProtocolSection.Read(own, common, where)?.Build(where) is { } options) proxied[address] = options;
        }
        return (addresses, proxied.ToFrozenDictionary());
    }

    private static IPEndPoint? Address(string? text, Faults faults)
    {
        if (text is null) faults.Add(nameof(ListenAddressConfig.Address), $"It is missing: expected {AddressExpected}.");
        else if (HostPort.TryParseEndPoint(text, out var address)) return address;
        else faults.Add($"'{text}' is not {AddressExpected}.");
        return null;
    }
}

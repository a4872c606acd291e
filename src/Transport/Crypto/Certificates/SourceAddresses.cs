using System.Net;

namespace Sluice.Transport.Crypto.Certificates;

/// <summary>The value of the critical option <c>source-address</c>: addresses and CIDR networks, separated by commas.</summary>
internal sealed class SourceAddresses
{
    private readonly IPNetwork[] _networks;

    private SourceAddresses(IPNetwork[] networks) => _networks = networks;

    /// <summary>Reads the list; false if it is empty, or one of it is neither address nor network.</summary>
    public static bool TryParse(string text, out SourceAddresses addresses)
    {
        addresses = null!;
        var parts = text.Split(',');
        var networks = new IPNetwork[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var slash = parts[i].IndexOf('/', StringComparison.Ordinal);
            var written = slash < 0 ? parts[i] : parts[i][..slash];
            if (!IPAddress.TryParse(written, out var address) || !IsWhole(written, address)) return false;
            if (slash < 0) networks[i] = new IPNetwork(address, 8 * address.GetAddressBytes().Length);
            // With bits behind the mask nobody knows whether an address or its network was meant: OpenSSH refuses it too.
            else if (!IPNetwork.TryParse(parts[i], out networks[i]) || !networks[i].BaseAddress.Equals(address)) return false;
        }
        addresses = new SourceAddresses(networks);
        return true;
    }

    /// <summary>True if the address is one of them or in one of the networks.</summary>
    public bool Contains(IPAddress address)
    {
        var plain = Plain(address);
        return _networks.Any(network => network.Contains(plain));
    }

    /// <summary>The address that was meant: a dual-mode listener sees IPv4 clients as ::ffff:a.b.c.d.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    // "10.1" and "167837697" would be read as IPv4 addresses that nobody meant.
    private static bool IsWhole(string text, IPAddress address) =>
        text.Contains(':', StringComparison.Ordinal) ? address.ScopeId == 0 : text.Count(c => c == '.') == 3;
}

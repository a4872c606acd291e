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
            if (parts[i].Contains('/', StringComparison.Ordinal))
            {
                if (!IPNetwork.TryParse(parts[i], out networks[i])) return false;
            }
            else if (IPAddress.TryParse(parts[i], out var address) && IsWhole(parts[i], address))
            {
                networks[i] = new IPNetwork(address, 8 * address.GetAddressBytes().Length);
            }
            else
            {
                return false;
            }
        }
        addresses = new SourceAddresses(networks);
        return true;
    }

    /// <summary>True if the address is one of them or in one of the networks.</summary>
    public bool Contains(IPAddress address)
    {
        // A dual-mode listener sees IPv4 clients as ::ffff:a.b.c.d.
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _networks.Any(network => network.Contains(plain));
    }

    // "10.1" and "167837697" would be read as IPv4 addresses that nobody meant.
    private static bool IsWhole(string text, IPAddress address) =>
        text.Contains(':', StringComparison.Ordinal) ? address.ScopeId == 0 : text.Count(c => c == '.') == 3;
}

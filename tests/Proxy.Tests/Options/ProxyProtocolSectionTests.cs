using System.Net;

using Sluice.Proxy.Options;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Options;

public sealed class ProxyProtocolSectionTests
{
    [Fact]
    public void Nobody_is_believed_unless_it_is_said()
    {
        var (addresses, proxied) = Valid(new SluiceConfig());
        Assert.Equal([new IPEndPoint(IPAddress.IPv6Any, 2222)], addresses);
        Assert.Empty(proxied);
    }

    [Fact]
    public void What_is_said_once_holds_for_every_listener()
    {
        var common = new ProxyProtocolConfig { Policy = "Require", TrustedNetworks = ["10.0.0.0/8", "192.0.2.7", "2001:db8::/32"] };
        var (addresses, proxied) = Valid(new SluiceConfig { ListenAddress = [At("127.0.0.1:22"), At("[::1]:22")], ProxyProtocol = common });
        Assert.Equal(addresses.ToHashSet(), proxied.Keys.ToHashSet());
        foreach (var options in proxied.Values)
        {
            Assert.Equal((ProxyProtocolPolicy.Require, TimeSpan.FromMilliseconds(500)), (options.Policy, options.HeaderTimeout));
            Assert.Equal(["10.0.0.0/8", "192.0.2.7/32", "2001:db8::/32"], options.TrustedNetworks.Select(network => network.ToString()));
        }
    }

    [Fact]
    public void A_listener_may_say_something_else()
    {
        var (addresses, proxied) = Valid(new SluiceConfig
        {
            ListenAddress =
            [
                At("127.0.0.1:1"), At("127.0.0.1:2", new() { Policy = "off" }), At("127.0.0.1:3", new() { Policy = "ignore", TrustedNetworks = ["192.0.2.0/24"] }),
                At("127.0.0.1:4", new() { HeaderTimeout = "3s" }),
            ],
            ProxyProtocol = new() { Policy = "use", TrustedNetworks = ["10.0.0.0/8"], HeaderTimeout = "250ms" },
        });
        Assert.Equal(4, addresses.Count);
        Assert.Equal([1, 3, 4], proxied.Keys.Select(address => address.Port).Order());
        AssertOptions(proxied, 1, ProxyProtocolPolicy.Use, "10.0.0.0/8", 250);
        AssertOptions(proxied, 3, ProxyProtocolPolicy.Ignore, "192.0.2.0/24", 250);
        AssertOptions(proxied, 4, ProxyProtocolPolicy.Use, "10.0.0.0/8", 3000);
    }

    [Fact]
    public void Whose_header_is_ignored_need_not_be_trusted()
    {
        var (_, proxied) = Valid(new SluiceConfig { ProxyProtocol = new() { Policy = "ignore" } });
        var options = Assert.Single(proxied).Value;
        Assert.Contains(options.TrustedNetworks, network => network.Contains(IPAddress.Parse("203.0.113.9")));
        Assert.Contains(options.TrustedNetworks, network => network.Contains(IPAddress.Parse("2001:db8::9")));
    }

    [Theory]
    [InlineData("use")]
    [InlineData("require")]
    public void To_believe_everybody_is_a_fault(string policy)
    {
        var config = new SluiceConfig { ListenAddress = [At("127.0.0.1:1"), At("127.0.0.1:2")], ProxyProtocol = new() { Policy = policy } };
        Assert.Equal(["Sluice:ProxyProtocol:TrustedNetworks"], Faulty(config));
        Assert.Equal(["Sluice:ProxyProtocol:TrustedNetworks"], Faulty(config with { ProxyProtocol = new() { Policy = policy, TrustedNetworks = [] } }));
    }

    [Fact]
    public void Every_fault_is_told_where_it_is()
    {
        var faults = Faulty(new SluiceConfig
        {
            ListenAddress =
            [
                At("localhost:22"), At(null), At("127.0.0.1:3", new() { Policy = "maybe" }), At("127.0.0.1:4", new() { HeaderTimeout = "5ms" }),
                At("127.0.0.1:5", new() { Policy = "use", TrustedNetworks = ["10.1", "10.0.0.1/8", "fe80::1%1", "::ffff:10.0.0.1", "10.0.0.0/33", "host", "10.0.0.9"] }),
            ],
            ProxyProtocol = new() { Policy = "off" },
        });
        Assert.Equal(
            [
                "Sluice:ListenAddress:0", "Sluice:ListenAddress:1:Address", "Sluice:ListenAddress:2:ProxyProtocol:Policy", "Sluice:ListenAddress:3:ProxyProtocol:HeaderTimeout",
                .. Enumerable.Range(0, 6).Select(i => $"Sluice:ListenAddress:4:ProxyProtocol:TrustedNetworks:{i}"),
            ],
            faults);
        Assert.Equal(["Sluice:ProxyProtocol:Policy"], Faulty(new SluiceConfig { ProxyProtocol = new() { TrustedNetworks = ["10.0.0.0/8"] } }));
    }

    [Theory]
    [InlineData("v1", ProxyProtocolVersion.V1)]
    [InlineData("V2", ProxyProtocolVersion.V2)]
    [InlineData("none", null)]
    public void A_backend_is_sent_one_of_the_two_forms(string text, ProxyProtocolVersion? expected)
    {
        Assert.True(ProxyProtocolSection.TryParseVersion(text, out var version));
        Assert.Equal(expected, version);
        Assert.False(ProxyProtocolSection.TryParseVersion(text + "3", out _));
    }

    private static void AssertOptions(IReadOnlyDictionary<IPEndPoint, ProxyProtocolOptions> proxied, int port, ProxyProtocolPolicy policy, string network, int milliseconds)
    {
        var options = proxied[new IPEndPoint(IPAddress.Loopback, port)];
        Assert.Equal((policy, network, TimeSpan.FromMilliseconds(milliseconds)), (options.Policy, Assert.Single(options.TrustedNetworks).ToString(), options.HeaderTimeout));
    }

    private static ListenAddressConfig At(string? address, ProxyProtocolConfig? proxyProtocol = null) => new() { Address = address, ProxyProtocol = proxyProtocol };

    private static (List<IPEndPoint> Addresses, IReadOnlyDictionary<IPEndPoint, ProxyProtocolOptions> ProxyProtocol) Valid(SluiceConfig config)
    {
        var faults = new Faults("Sluice");
        var built = ListenSection.Build(config, faults);
        Assert.Empty(faults.All);
        return built;
    }

    private static IEnumerable<string> Faulty(SluiceConfig config)
    {
        var faults = new Faults("Sluice");
        ListenSection.Build(config, faults);
        return faults.All.Select(fault => fault.Key);
    }
}

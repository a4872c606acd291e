using Sluice.Testing.Peers;
using Sluice.Transport.Tests.Crypto.Protection;

using Xunit;

namespace Sluice.Transport.Tests.Connection;

/// <summary>Whole connections, both roles, whose links hand over a byte at a time.</summary>
public sealed class DripTests
{
    [Theory, MemberData(nameof(Suite.Names), MemberType = typeof(Suite))]
    public async Task An_echo_survives_a_byte_at_a_time_and_key_exchanges_in_its_midst(string cipher, string mac)
    {
        var algorithms = new AlgorithmPreferences { Ciphers = cipher, MACs = mac.Length > 0 ? mac : null, KexAlgorithms = "curve25519-sha256" };
        var server = new SubjectOptions { Algorithms = algorithms, Sessions = new EchoObserver(), RekeyBytes = 12_000 };
        var client = new SubjectOptions { Algorithms = algorithms, RekeyBytes = 7_000 };
        var pair = await ConnectionPair.ConnectAsync(client, server, drip: 1);

        await EchoCheck.RunAsync(pair.Client.Connection, total: 40_000);

        await pair.CloseAsync();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(1460)]
    public async Task An_echo_survives_odd_pieces(int drip)
    {
        var server = new SubjectOptions { Sessions = new EchoObserver(), RekeyBytes = 200_000 };
        var pair = await ConnectionPair.ConnectAsync(new SubjectOptions { RekeyBytes = 170_000 }, server, drip);

        await EchoCheck.RunAsync(pair.Client.Connection, total: 600_000);

        await pair.CloseAsync();
    }

    [Theory]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1023)]
    public async Task An_echo_survives_small_packets(uint maxPacket)
    {
        var server = new SubjectOptions { Sessions = new EchoObserver(), InitialWindow = 5000 };
        var pair = await ConnectionPair.ConnectAsync(server: server);

        await EchoCheck.RunAsync(pair.Client.Connection, total: 20_000, window: 5000, maxPacket);

        await pair.CloseAsync();
    }
}

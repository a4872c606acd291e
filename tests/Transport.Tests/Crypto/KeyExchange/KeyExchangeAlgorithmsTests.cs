using System.Security.Cryptography;
using Sluice.Transport.Crypto.KeyExchange;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

public sealed class KeyExchangeAlgorithmsTests
{
    public static TheoryData<string> Names => [.. KeyExchangeAlgorithms.All.Select(algorithm => algorithm.Name)];

    [Fact]
    public void All_prefers_the_hybrids_then_curve25519() => Assert.Equal(
        [
            "mlkem768x25519-sha256", "sntrup761x25519-sha512", "sntrup761x25519-sha512@openssh.com",
            "curve25519-sha256", "curve25519-sha256@libssh.org", "ecdh-sha2-nistp256",
        ],
        KeyExchangeAlgorithms.All.Select(algorithm => algorithm.Name));

    [Theory, MemberData(nameof(Names))]
    public void Both_roles_agree(string name)
    {
        var algorithm = Find(name);
        var isSntrup = name.StartsWith("sntrup", StringComparison.Ordinal);
        Assert.Equal(isSntrup ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256, algorithm.Hash);
        // Often enough that secrets with a high bit, which an mpint makes one byte longer, come up in both roles.
        for (var run = 0; run < 20; run++)
        {
            using var client = algorithm.Create();
            using var server = algorithm.Create();
            Assert.True(server.TryRespond(client.Start(), out var serverValue, out var ofServer));
            Assert.True(client.TryFinish(serverValue, out var ofClient));
            Assert.Equal(ofServer, ofClient);
            if (isSntrup) Assert.Equal(4 + 64, ofClient.Length);
            else Assert.InRange(ofClient.Length, 4 + 30, 4 + 33);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Two_runs_have_nothing_in_common(string name)
    {
        using var one = Find(name).Create();
        using var other = Find(name).Create();
        using var server = Find(name).Create();
        var clientValue = one.Start();
        Assert.NotEqual(clientValue, other.Start());
        Assert.True(server.TryRespond(clientValue, out var serverValue, out var first));
        Assert.True(other.TryFinish(serverValue, out var second));
        Assert.NotEqual(first, second);
    }

    [Theory, MemberData(nameof(Names))]
    public void Values_of_any_other_length_are_refused_in_both_roles(string name)
    {
        using var client = Find(name).Create();
        using var server = Find(name).Create();
        using var peer = Find(name).Create();
        var clientValue = client.Start();
        Assert.True(server.TryRespond(clientValue, out var serverValue, out _));
        for (var length = 0; length <= clientValue.Length + 3; length++)
        {
            if (length != clientValue.Length) Assert.False(peer.TryRespond(Resize(clientValue, length), out _, out _), $"client value of {length}");
        }
        for (var length = 0; length <= serverValue.Length + 3; length++)
        {
            if (length == serverValue.Length) continue;
            Assert.False(client.TryFinish(Resize(serverValue, length), out var secret), $"server value of {length}");
            Assert.Empty(secret);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Values_of_nothing_but_zeros_or_ones_are_refused(string name)
    {
        using var client = Find(name).Create();
        using var server = Find(name).Create();
        using var peer = Find(name).Create();
        var clientValue = client.Start();
        Assert.True(server.TryRespond(clientValue, out var serverValue, out _));
        Assert.False(peer.TryRespond(new byte[clientValue.Length], out _, out _));
        Assert.False(client.TryFinish(new byte[serverValue.Length], out _));
        if (name.StartsWith("curve", StringComparison.Ordinal)) return;
        clientValue.AsSpan().Fill(0xFF);
        Assert.False(peer.TryRespond(clientValue, out _, out _));
    }

    private static KeyExchangeAlgorithm Find(string name) => KeyExchangeAlgorithms.All.Single(algorithm => algorithm.Name == name);

    private static byte[] Resize(byte[] value, int length)
    {
        var resized = (byte[])value.Clone();
        Array.Resize(ref resized, length);
        return resized;
    }
}

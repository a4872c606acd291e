using System.Security.Cryptography;
using Sluice.Transport.Crypto.KeyExchange;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

public sealed class KeyExchangeAlgorithmsTests
{
    /// <summary>Every method of two messages; group exchange needs a group first.</summary>
    public static TheoryData<string> Names =>
        [.. KeyExchangeAlgorithms.All.Select(algorithm => algorithm.Name).Where(name => !name.Contains("group-exchange", StringComparison.Ordinal))];

    /// <summary>Those whose values have one length alone.</summary>
    public static TheoryData<string> NamesOfFixedLength => [.. Names.Select(row => row.Data).Where(name => !name.StartsWith("diffie", StringComparison.Ordinal))];

    [Fact]
    public void Defaults_prefer_secrecy_for_long_and_then_speed() => Assert.Equal(
        [
            "mlkem768x25519-sha256", "sntrup761x25519-sha512", "sntrup761x25519-sha512@openssh.com",
            "curve25519-sha256", "curve25519-sha256@libssh.org",
            "ecdh-sha2-nistp256", "ecdh-sha2-nistp384", "ecdh-sha2-nistp521",
            "diffie-hellman-group-exchange-sha256", "diffie-hellman-group16-sha512", "diffie-hellman-group18-sha512", "diffie-hellman-group14-sha256",
        ],
        KeyExchangeAlgorithms.All.Where(algorithm => algorithm.IsDefault).Select(algorithm => algorithm.Name));

    [Fact]
    public void Nothing_with_SHA1_is_a_default() =>
        Assert.DoesNotContain(KeyExchangeAlgorithms.All, algorithm => algorithm.IsDefault && algorithm.Hash == HashAlgorithmName.SHA1);

    [Fact]
    public void The_hash_is_the_one_of_the_name()
    {
        foreach (var algorithm in KeyExchangeAlgorithms.All)
        {
            var expected = algorithm.Name switch
            {
                "ecdh-sha2-nistp256" or "curve25519-sha256@libssh.org" => HashAlgorithmName.SHA256,
                "ecdh-sha2-nistp384" => HashAlgorithmName.SHA384,
                "ecdh-sha2-nistp521" or "sntrup761x25519-sha512@openssh.com" => HashAlgorithmName.SHA512,
                var name when name.EndsWith("-sha1", StringComparison.Ordinal) => HashAlgorithmName.SHA1,
                var name when name.EndsWith("-sha256", StringComparison.Ordinal) => HashAlgorithmName.SHA256,
                var name when name.EndsWith("-sha512", StringComparison.Ordinal) => HashAlgorithmName.SHA512,
                _ => default,
            };
            Assert.Equal(expected, algorithm.Hash);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Both_roles_agree(string name)
    {
        var algorithm = Find(name);
        // Often enough that secrets with a high bit, which an mpint makes one byte longer, come up in both roles.
        for (var run = 0; run < (name.StartsWith("diffie", StringComparison.Ordinal) ? 4 : 20); run++)
        {
            using var client = algorithm.Create();
            using var server = algorithm.Create();
            Assert.True(server.TryRespond(client.Start(), out var serverValue, out var ofServer));
            Assert.True(client.TryFinish(serverValue, out var ofClient));
            Assert.Equal(ofServer, ofClient);
            if (name.StartsWith("sntrup", StringComparison.Ordinal)) Assert.Equal(4 + 64, ofClient.Length);
            else Assert.InRange(ofClient.Length, 4 + 30, 4 + 1 + 1024);
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

    [Theory, MemberData(nameof(NamesOfFixedLength))]
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

    [Theory, MemberData(nameof(NamesOfFixedLength))]
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

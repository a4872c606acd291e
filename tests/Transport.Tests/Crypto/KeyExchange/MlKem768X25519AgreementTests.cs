using System.Security.Cryptography;
using Sluice.Transport.Crypto.KeyExchange;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

public sealed class MlKem768X25519AgreementTests
{
    [Fact]
    public void Server_role_hashes_the_decapsulated_and_the_classical_secret()
    {
        var key = MlKem768.GenerateKey(RandomNumberGenerator.GetBytes(MlKem768.SeedSize));
        using var classical = X25519KeyPair.Generate();
        using var server = new MlKem768X25519Agreement();
        Assert.True(server.TryRespond([.. key.GetPublicKeyEncoded(), .. classical.PublicKey], out var reply, out var secret));
        Assert.Equal(1088 + 32, reply.Length);
        var secrets = new byte[64];
        MlKem768.Decapsulate(key, reply.AsSpan(0, 1088), secrets.AsSpan(0, 32));
        Assert.True(classical.TryAgree(reply.AsSpan(1088), secrets.AsSpan(32)));
        Assert.Equal([0, 0, 0, 32, .. SHA256.HashData(secrets)], secret);
    }

    [Fact]
    public void Client_role_hashes_the_encapsulated_and_the_classical_secret()
    {
        using var client = new MlKem768X25519Agreement();
        var init = client.Start();
        Assert.Equal(1184 + 32, init.Length);
        using var classical = X25519KeyPair.Generate();
        var reply = new byte[1088 + 32];
        var secrets = new byte[64];
        MlKem768.Encapsulate(init.AsSpan(0, 1184), reply.AsSpan(0, 1088), secrets.AsSpan(0, 32));
        classical.PublicKey.CopyTo(reply, 1088);
        Assert.True(classical.TryAgree(init.AsSpan(1184), secrets.AsSpan(32)));
        Assert.True(client.TryFinish(reply, out var secret));
        Assert.Equal([0, 0, 0, 32, .. SHA256.HashData(secrets)], secret);
    }

    [Fact]
    public void A_coefficient_that_is_not_below_the_modulus_is_refused()
    {
        using var client = new MlKem768X25519Agreement();
        var init = client.Start();
        for (var at = 0; at < 1152; at += 3)
        {
            var even = (byte[])init.Clone();
            (even[at], even[at + 1]) = (3329 & 0xFF, (byte)((even[at + 1] & 0xF0) | (3329 >> 8)));
            AssertRefused(even);
            var odd = (byte[])init.Clone();
            (odd[at + 1], odd[at + 2]) = ((byte)((odd[at + 1] & 0x0F) | ((3329 & 0x0F) << 4)), 3329 >> 4);
            AssertRefused(odd);
        }
    }

    [Fact]
    public void A_classical_key_of_small_order_is_refused_in_both_roles()
    {
        using var client = new MlKem768X25519Agreement();
        var init = client.Start();
        using var server = new MlKem768X25519Agreement();
        Assert.True(server.TryRespond(init, out var reply, out _));
        init.AsSpan(1184).Clear();
        AssertRefused(init);
        reply.AsSpan(1088).Clear();
        Assert.False(client.TryFinish(reply, out var secret));
        Assert.Empty(secret);
    }

    [Fact]
    public void A_forged_ciphertext_gives_another_secret()
    {
        using var client = new MlKem768X25519Agreement();
        using var server = new MlKem768X25519Agreement();
        Assert.True(server.TryRespond(client.Start(), out var reply, out var ofServer));
        reply[500] ^= 1;
        Assert.True(client.TryFinish(reply, out var ofClient));
        Assert.NotEqual(ofServer, ofClient);
    }

    private static void AssertRefused(byte[] init)
    {
        using var server = new MlKem768X25519Agreement();
        Assert.False(server.TryRespond(init, out var reply, out var secret));
        Assert.Empty(reply);
        Assert.Empty(secret);
    }
}

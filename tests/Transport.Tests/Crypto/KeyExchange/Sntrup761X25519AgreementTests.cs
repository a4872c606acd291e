using System.Security.Cryptography;
using Org.BouncyCastle.Pqc.Crypto.NtruPrime;
using Org.BouncyCastle.Security;
using Sluice.Transport.Crypto.KeyExchange;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

/// <summary>The hybrid of RFC 9941, with BouncyCastle as the peer's sntrup761.</summary>
public sealed class Sntrup761X25519AgreementTests
{
    [Fact]
    public void Server_role_hashes_the_decapsulated_and_the_classical_secret()
    {
        var generator = new SNtruPrimeKeyPairGenerator();
        generator.Init(new SNtruPrimeKeyGenerationParameters(new SecureRandom(), SNtruPrimeParameters.sntrup761));
        var pair = generator.GenerateKeyPair();
        using var classical = X25519KeyPair.Generate();
        using var server = new Sntrup761X25519Agreement();
        byte[] init = [.. ((SNtruPrimePublicKeyParameters)pair.Public).GetEncoded(), .. classical.PublicKey];
        Assert.Equal(1158 + 32, init.Length);
        Assert.True(server.TryRespond(init, out var reply, out var secret));
        Assert.Equal(1039 + 32, reply.Length);
        var secrets = new byte[64];
        new SNtruPrimeKemExtractor((SNtruPrimePrivateKeyParameters)pair.Private).ExtractSecret(reply[..1039]).CopyTo(secrets, 0);
        Assert.True(classical.TryAgree(reply.AsSpan(1039), secrets.AsSpan(32)));
        Assert.Equal([0, 0, 0, 64, .. SHA512.HashData(secrets)], secret);
    }

    [Fact]
    public void Client_role_hashes_the_encapsulated_and_the_classical_secret()
    {
        using var client = new Sntrup761X25519Agreement();
        var init = client.Start();
        Assert.Equal(1158 + 32, init.Length);
        using var classical = X25519KeyPair.Generate();
        using var encapsulated = new SNtruPrimeKemGenerator(new SecureRandom())
            .GenerateEncapsulated(new SNtruPrimePublicKeyParameters(SNtruPrimeParameters.sntrup761, init[..1158]));
        var secrets = new byte[64];
        encapsulated.GetSecret().CopyTo(secrets, 0);
        Assert.True(classical.TryAgree(init.AsSpan(1158), secrets.AsSpan(32)));
        Assert.True(client.TryFinish([.. encapsulated.GetEncapsulation(), .. classical.PublicKey], out var secret));
        Assert.Equal([0, 0, 0, 64, .. SHA512.HashData(secrets)], secret);
    }

    [Fact]
    public void A_value_that_encodes_no_public_key_is_refused()
    {
        using var client = new Sntrup761X25519Agreement();
        var init = client.Start();
        init[1157] = 0xFF;
        AssertRefused(init);
    }

    [Fact]
    public void A_classical_key_of_small_order_is_refused_in_both_roles()
    {
        using var client = new Sntrup761X25519Agreement();
        var init = client.Start();
        using var server = new Sntrup761X25519Agreement();
        Assert.True(server.TryRespond(init, out var reply, out _));
        init.AsSpan(1158).Clear();
        AssertRefused(init);
        reply.AsSpan(1039).Clear();
        Assert.False(client.TryFinish(reply, out var secret));
        Assert.Empty(secret);
    }

    [Fact]
    public void A_forged_ciphertext_gives_another_secret()
    {
        using var client = new Sntrup761X25519Agreement();
        using var server = new Sntrup761X25519Agreement();
        Assert.True(server.TryRespond(client.Start(), out var reply, out var ofServer));
        reply[500] ^= 1;
        Assert.True(client.TryFinish(reply, out var ofClient));
        Assert.NotEqual(ofServer, ofClient);
    }

    [Fact]
    public void Finishing_before_starting_is_our_own_mistake()
    {
        using var client = new Sntrup761X25519Agreement();
        Assert.Throws<InvalidOperationException>(() => client.TryFinish(new byte[1039 + 32], out _));
    }

    private static void AssertRefused(byte[] init)
    {
        using var server = new Sntrup761X25519Agreement();
        Assert.False(server.TryRespond(init, out var reply, out var secret));
        Assert.Empty(reply);
        Assert.Empty(secret);
    }
}

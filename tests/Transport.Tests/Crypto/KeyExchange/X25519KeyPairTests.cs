using Sluice.Transport.Crypto.KeyExchange;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

public sealed class X25519KeyPairTests
{
    [Theory]
    // RFC 7748 section 5.2; the second one has the unused high bit of the peer's key set.
    [InlineData(
        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
        "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
        "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552")]
    [InlineData(
        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
        "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
        "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957")]
    public void TryAgree_gives_the_secrets_of_RFC_7748(string privateKey, string peer, string secret)
    {
        using var own = X25519KeyPair.From(Convert.FromHexString(privateKey));
        var actual = new byte[X25519KeyPair.Size];
        Assert.True(own.TryAgree(Convert.FromHexString(peer), actual));
        Assert.Equal(secret, Convert.ToHexStringLower(actual));
    }

    [Fact]
    public void Both_sides_of_RFC_7748_section_6_1_agree()
    {
        using var alice = X25519KeyPair.From(Convert.FromHexString("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
        using var bob = X25519KeyPair.From(Convert.FromHexString("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"));
        Assert.Equal("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a", Convert.ToHexStringLower(alice.PublicKey));
        Assert.Equal("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f", Convert.ToHexStringLower(bob.PublicKey));
        var fromAlice = new byte[X25519KeyPair.Size];
        var fromBob = new byte[X25519KeyPair.Size];
        Assert.True(alice.TryAgree(bob.PublicKey, fromAlice));
        Assert.True(bob.TryAgree(alice.PublicKey, fromBob));
        Assert.Equal("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742", Convert.ToHexStringLower(fromAlice));
        Assert.Equal(fromAlice, fromBob);
    }

    [Fact]
    public void Generate_gives_a_fresh_key_each_time()
    {
        using var one = X25519KeyPair.Generate();
        using var other = X25519KeyPair.Generate();
        Assert.NotEqual(one.PublicKey, other.PublicKey);
    }
}

using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Sluice.Transport.Crypto.Keys;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Keys;

public sealed class Ed25519KeyTests
{
    private const string Name = "ssh-ed25519";

    [Theory]
    // RFC 8032 section 7.1, tests 1 to 3.
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Signatures_are_those_of_RFC_8032(string seed, string publicKey, string data, string signature)
    {
        using var key = new Ed25519PrivateKey(Convert.FromHexString(seed));
        Assert.Equal(KeyBlobs.Strings("ssh-ed25519"u8.ToArray(), Convert.FromHexString(publicKey)), key.PublicKey.Blob.ToArray());
        var blob = KeyBlobs.Strings("ssh-ed25519"u8.ToArray(), Convert.FromHexString(signature));
        Assert.Equal(blob, key.Sign(Name, Convert.FromHexString(data)));
        Assert.True(key.PublicKey.Verify(Name, Convert.FromHexString(data), blob));
    }

    [Fact]
    public void Verify_takes_what_BouncyCastle_signed()
    {
        var signer = new Ed25519PrivateKeyParameters(new Org.BouncyCastle.Security.SecureRandom());
        var key = KeyBlobs.Parse(KeyBlobs.Strings("ssh-ed25519"u8.ToArray(), signer.GeneratePublicKey().GetEncoded()));
        var signing = new Ed25519Signer();
        signing.Init(forSigning: true, signer);
        signing.BlockUpdate("data"u8);
        Assert.True(key.Verify(Name, "data"u8, KeyBlobs.Strings("ssh-ed25519"u8.ToArray(), signing.GenerateSignature())));
    }

    [Fact]
    public void Verify_refuses_a_signature_with_any_bit_flipped()
    {
        using var key = SshPrivateKey.GenerateEd25519();
        var signature = key.Sign(Name, "data"u8);
        for (var bit = 0; bit < 8 * signature.Length; bit++)
        {
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(key.PublicKey.Verify(Name, "data"u8, signature), $"bit {bit}");
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        Assert.True(key.PublicKey.Verify(Name, "data"u8, signature));
    }

    [Fact]
    public void Verify_refuses_a_signature_of_any_other_length_or_name()
    {
        using var key = SshPrivateKey.GenerateEd25519();
        var signature = key.Sign(Name, "data"u8);
        for (var length = 0; length < signature.Length; length++) Assert.False(key.PublicKey.Verify(Name, "data"u8, signature.AsSpan(0, length)));
        Assert.False(key.PublicKey.Verify(Name, "data"u8, [.. signature, 0]));
        var value = signature[^64..];
        Assert.False(key.PublicKey.Verify(Name, "data"u8, KeyBlobs.Strings("ssh-ed25519"u8.ToArray(), [.. value, 0])));
        Assert.False(key.PublicKey.Verify(Name, "data"u8, KeyBlobs.Strings("ssh-ed448"u8.ToArray(), value)));
        Assert.False(key.PublicKey.Verify("rsa-sha2-512", "data"u8, signature));
    }

    [Fact]
    public void TryParse_refuses_what_is_no_point_of_the_curve()
    {
        foreach (var length in (int[])[0, 31, 33, 64]) KeyBlobs.FaultOf(KeyBlobs.Strings("ssh-ed25519"u8.ToArray(), new byte[length]));
        // y = 1 is the neutral element, y = 2 no point at all.
        KeyBlobs.FaultOf(KeyBlobs.Strings("ssh-ed25519"u8.ToArray(), [1, .. new byte[31]]));
        KeyBlobs.FaultOf(KeyBlobs.Strings("ssh-ed25519"u8.ToArray(), [2, .. new byte[31]]));
        KeyBlobs.FaultOf(KeyBlobs.Strings("ssh-ed25519"u8.ToArray(), Enumerable.Repeat((byte)0xFF, 32).ToArray()));
    }
}

using System.Security.Cryptography;
using System.Text;
using Sluice.Transport.Crypto.Keys;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Keys;

public sealed class RsaKeyTests
{
    private static readonly RSA _made = RSA.Create(2048);
    private static readonly SshPublicKey _key = KeyBlobs.Parse(BlobOf(_made));

    [Theory]
    [InlineData("rsa-sha2-512", "SHA512")]
    [InlineData("rsa-sha2-256", "SHA256")]
    public void Verify_takes_both_SHA_2_signatures_under_their_own_names(string algorithm, string hash)
    {
        var value = _made.SignData("data"u8.ToArray(), new HashAlgorithmName(hash), RSASignaturePadding.Pkcs1);
        Assert.True(_key.Verify(algorithm, "data"u8, Blob(algorithm, value)));
        Assert.False(_key.Verify(algorithm, "date"u8, Blob(algorithm, value)));
        var other = _key.SignatureAlgorithms.Single(name => name != algorithm);
        Assert.False(_key.Verify(other, "data"u8, Blob(algorithm, value)));
        Assert.False(_key.Verify(algorithm, "data"u8, Blob(other, value)));
        Assert.False(_key.Verify(other, "data"u8, Blob(other, value)));
    }

    [Fact]
    public void SignatureAlgorithms_are_best_first() => Assert.Equal(["rsa-sha2-512", "rsa-sha2-256"], _key.SignatureAlgorithms);

    [Fact]
    public void Verify_refuses_SHA_1_and_PSS()
    {
        var sha1 = _made.SignData("data"u8.ToArray(), HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);
        foreach (var algorithm in (string[])["ssh-rsa", "rsa-sha2-256", "rsa-sha2-512"]) Assert.False(_key.Verify(algorithm, "data"u8, Blob(algorithm, sha1)));
        var pss = _made.SignData("data"u8.ToArray(), HashAlgorithmName.SHA512, RSASignaturePadding.Pss);
        Assert.False(_key.Verify("rsa-sha2-512", "data"u8, Blob("rsa-sha2-512", pss)));
    }

    [Fact]
    public void Verify_pads_a_signature_whose_leading_zeros_were_left_out()
    {
        for (var i = 0; ; i++)
        {
            var data = BitConverter.GetBytes(i);
            var value = _made.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            if (value[0] != 0) continue;
            Assert.True(_key.Verify("rsa-sha2-256", data, Blob("rsa-sha2-256", value)));
            Assert.True(_key.Verify("rsa-sha2-256", data, Blob("rsa-sha2-256", value[1..])));
            Assert.False(_key.Verify("rsa-sha2-256", data, Blob("rsa-sha2-256", [0, .. value])));
            return;
        }
    }

    [Fact]
    public void Verify_refuses_a_signature_of_any_other_length_or_with_a_bit_flipped()
    {
        var value = _made.SignData("data"u8.ToArray(), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
        for (var length = 0; length <= 600; length += 7)
        {
            var resized = (byte[])value.Clone();
            Array.Resize(ref resized, length);
            Assert.False(_key.Verify("rsa-sha2-512", "data"u8, Blob("rsa-sha2-512", resized)), $"length {length}");
        }
        var signature = Blob("rsa-sha2-512", value);
        for (var bit = 0; bit < 8 * signature.Length; bit += 5)
        {
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(_key.Verify("rsa-sha2-512", "data"u8, signature), $"bit {bit}");
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        Assert.False(_key.Verify("rsa-sha2-512", "data"u8, [.. signature, 0]));
    }

    [Fact]
    public void TryParse_tells_the_size_of_a_key_that_is_too_short_or_too_long()
    {
        using var small = RSA.Create(1024);
        Assert.Contains("1024 bits", KeyBlobs.FaultOf(BlobOf(small)), StringComparison.Ordinal);
        Assert.Contains("2047 bits", KeyBlobs.FaultOf(Numbers([1, 0, 1], [0x7F, .. Ones(255)])), StringComparison.Ordinal);
        Assert.Contains("16385 bits", KeyBlobs.FaultOf(Numbers([1, 0, 1], [1, .. Ones(2048)])), StringComparison.Ordinal);
        KeyBlobs.FaultOf(Numbers([1, 0, 1], []));
    }

    [Fact]
    public void TryParse_refuses_absurd_numbers()
    {
        var modulus = _made.ExportParameters(false).Modulus!;
        foreach (var exponent in (byte[][])[[], [1], [2], [1, 0, 0], [1, 0, 0, 0, 1], modulus]) KeyBlobs.FaultOf(Numbers(exponent, modulus));
        KeyBlobs.FaultOf(Numbers([1, 0, 1], [.. modulus[..^1], 0]));
        KeyBlobs.FaultOf([.. BlobOf(_made), 0]);
        // Negative, and with a needless leading zero.
        KeyBlobs.FaultOf(KeyBlobs.Strings("ssh-rsa"u8.ToArray(), [1, 0, 1], [0x80, .. modulus[1..]]));
        KeyBlobs.FaultOf(KeyBlobs.Strings("ssh-rsa"u8.ToArray(), [0, 1, 0, 1], [0, .. modulus]));
        Assert.NotNull(KeyBlobs.Parse(Numbers([3], modulus)));
    }

    private static byte[] BlobOf(RSA rsa)
    {
        var parameters = rsa.ExportParameters(false);
        return Numbers(parameters.Exponent!, parameters.Modulus!);
    }

    private static byte[] Numbers(byte[] exponent, byte[] modulus) => KeyBlobs.Mpints("ssh-rsa"u8.ToArray(), exponent, modulus);

    private static byte[] Ones(int count) => [.. Enumerable.Repeat((byte)0xFF, count)];

    private static byte[] Blob(string algorithm, byte[] value) => KeyBlobs.Strings(Encoding.ASCII.GetBytes(algorithm), value);
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;
using Sluice.Transport.Crypto.Protection;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Protection;

public class PacketMacTests
{
    /// <summary>RFC 4231 test case 1: "Hi There" starts with the bytes that we take as the sequence number.</summary>
    [Theory]
    [InlineData("SHA256", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")]
    [InlineData(
        "SHA512",
        "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854")]
    public void Compute_gives_the_example_of_the_standard(string hash, string expected)
    {
        var key = Enumerable.Repeat((byte)0x0b, 20).ToArray();
        using var mac = new PacketMac(new MacAlgorithm("example", new HashAlgorithmName(hash), key.Length, EncryptsFirst: true), key);
        var text = "Hi There"u8;
        var tag = new byte[expected.Length / 2];
        mac.Compute(BinaryPrimitives.ReadUInt32BigEndian(text), text[4..], tag);
        Assert.Equal(expected, Convert.ToHexStringLower(tag));
    }

    [Fact]
    public void Verify_takes_the_whole_tag_and_no_other()
    {
        foreach (var algorithm in ProtectionAlgorithms.Macs)
        {
            var random = new Random(1);
            var (key, bytes) = (random.NextBytes(algorithm.Length), random.NextBytes(100));
            var hmac = new HMac(algorithm.Length switch { 64 => new Sha512Digest(), 32 => new Sha256Digest(), _ => new Sha1Digest() });
            hmac.Init(new KeyParameter(key));
            hmac.BlockUpdate([0, 0, 0, 9], 0, 4);
            hmac.BlockUpdate(bytes, 0, bytes.Length);
            var tag = new byte[algorithm.Length];
            hmac.DoFinal(tag, 0);

            using var mac = new PacketMac(algorithm, key);
            Assert.True(mac.Verify(9, bytes, tag));
            Assert.False(mac.Verify(8, bytes, tag));
            Assert.False(mac.Verify(9, bytes, tag.AsSpan(0, tag.Length - 1)));
            Assert.False(mac.Verify(9, bytes, default));
            Assert.True(mac.Verify(9, bytes, tag));
        }
    }
}

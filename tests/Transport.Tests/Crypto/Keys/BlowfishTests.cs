using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Sluice.Transport.Crypto.Keys;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Keys;

public sealed class BlowfishTests
{
    [Fact]
    public void Expand_without_a_salt_is_the_key_schedule_of_Blowfish()
    {
        for (var length = 4; length <= 56; length += 4)
        {
            var key = RandomNumberGenerator.GetBytes(length);
            var block = RandomNumberGenerator.GetBytes(8);
            var blowfish = new Blowfish();
            blowfish.Expand(key, default);
            var left = BinaryPrimitives.ReadUInt32BigEndian(block);
            var right = BinaryPrimitives.ReadUInt32BigEndian(block.AsSpan(4));
            blowfish.Encrypt(ref left, ref right);
            var engine = new BlowfishEngine();
            engine.Init(forEncryption: true, new KeyParameter(key));
            var expected = new byte[8];
            engine.ProcessBlock(block, expected);
            var actual = new byte[8];
            BinaryPrimitives.WriteUInt32BigEndian(actual, left);
            BinaryPrimitives.WriteUInt32BigEndian(actual.AsSpan(4), right);
            Assert.Equal(expected, actual);
        }
    }
}

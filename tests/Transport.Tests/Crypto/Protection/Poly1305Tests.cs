using Org.BouncyCastle.Crypto.Parameters;
using Sluice.Transport.Crypto.Protection;
using Xunit;
using Oracle = Org.BouncyCastle.Crypto.Macs.Poly1305;

namespace Sluice.Transport.Tests.Crypto.Protection;

public class Poly1305Tests
{
    /// <summary>RFC 8439 section 2.5.2, then appendix A.3, whose vectors from 7 on hit every carry.</summary>
    [Theory]
    [InlineData(
        "85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b",
        "43727970746f6772617068696320466f72756d2052657365617263682047726f7570",
        "a8061dc1305136c6c22b8baf0c0127a9")]
    [InlineData(
        "0200000000000000000000000000000000000000000000000000000000000000",
        "ffffffffffffffffffffffffffffffff",
        "03000000000000000000000000000000")]
    [InlineData(
        "02000000000000000000000000000000ffffffffffffffffffffffffffffffff",
        "02000000000000000000000000000000",
        "03000000000000000000000000000000")]
    [InlineData(
        "0100000000000000000000000000000000000000000000000000000000000000",
        "fffffffffffffffffffffffffffffffff0ffffffffffffffffffffffffffffff11000000000000000000000000000000",
        "05000000000000000000000000000000")]
    [InlineData(
        "0100000000000000000000000000000000000000000000000000000000000000",
        "fffffffffffffffffffffffffffffffffbfefefefefefefefefefefefefefefe01010101010101010101010101010101",
        "00000000000000000000000000000000")]
    [InlineData(
        "0200000000000000000000000000000000000000000000000000000000000000",
        "fdffffffffffffffffffffffffffffff",
        "faffffffffffffffffffffffffffffff")]
    [InlineData(
        "0100000000000000040000000000000000000000000000000000000000000000",
        "e33594d7505e43b900000000000000003394d7505e4379cd01000000000000000000000000000000000000000000000001000000000000000000000000000000",
        "14000000000000005500000000000000")]
    [InlineData(
        "0100000000000000040000000000000000000000000000000000000000000000",
        "e33594d7505e43b900000000000000003394d7505e4379cd010000000000000000000000000000000000000000000000",
        "13000000000000000000000000000000")]
    public void Compute_tag_gives_the_examples_of_the_standard(string key, string message, string tag)
    {
        Assert.Equal(tag, Convert.ToHexStringLower(Tag(Convert.FromHexString(key), Convert.FromHexString(message))));
    }

    [Fact]
    public void Compute_tag_equals_the_oracle_at_every_length()
    {
        var random = new Random(1);
        for (var length = 0; length <= 2200; length++) AssertEqualsOracle(random.NextBytes(32), random.NextBytes(length));
        for (var i = 0; i < 30; i++) AssertEqualsOracle(random.NextBytes(32), random.NextBytes(random.Next(35000)));
    }

    /// <summary>Words full of ones, and of zeros with few ones, carry where random ones hardly ever do.</summary>
    [Fact]
    public void Compute_tag_equals_the_oracle_where_carries_run_far()
    {
        var random = new Random(2);
        byte[] extremes = [0x00, 0xff, 0x01, 0xfe, 0x80, 0x7f, 0xfb, 0xfa];
        for (var i = 0; i < 5000; i++)
        {
            var common = extremes[random.Next(extremes.Length)];
            var (key, message) = (new byte[32], new byte[random.Next(1200)]);
            key.AsSpan().Fill(extremes[random.Next(extremes.Length)]);
            message.AsSpan().Fill(common);
            for (var j = random.Next(4); j > 0; j--) key[random.Next(32)] = extremes[random.Next(extremes.Length)];
            for (var j = random.Next(40); j > 0 && message.Length > 0; j--)
            {
                message[random.Next(message.Length)] = extremes[random.Next(extremes.Length)];
            }
            AssertEqualsOracle(key, message);
        }
    }

    private static void AssertEqualsOracle(byte[] key, byte[] message)
    {
        var oracle = new Oracle();
        oracle.Init(new KeyParameter(key));
        oracle.BlockUpdate(message, 0, message.Length);
        var expected = new byte[16];
        oracle.DoFinal(expected, 0);
        Assert.Equal(expected, Tag(key, message));
    }

    private static byte[] Tag(byte[] key, byte[] message)
    {
        var tag = new byte[16];
        Poly1305.ComputeTag(key, message, tag);
        return tag;
    }
}

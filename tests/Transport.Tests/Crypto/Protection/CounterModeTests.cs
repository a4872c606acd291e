using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Sluice.Transport.Crypto.Protection;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Protection;

public class CounterModeTests
{
    /// <summary>NIST SP 800-38A sections F.5.1, F.5.3 and F.5.5.</summary>
    [Theory]
    [InlineData(
        "2b7e151628aed2a6abf7158809cf4f3c",
        "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff5ae4df3edbd5d35e5b4f09020db03eab1e031dda2fbe03d1792170a0f3009cee")]
    [InlineData(
        "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
        "1abc932417521ca24f2b0459fe7e6e0b090339ec0aa6faefd5ccc2c6f4ce8e941e36b26bd1ebc670d1bd1d665620abf74f78a7f6d29809585a97daec58c6b050")]
    [InlineData(
        "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
        "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c52b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6")]
    public void Transform_gives_the_examples_of_the_standard(string key, string expected)
    {
        var text = Convert.FromHexString(
            "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52ef"
            + "f69f2445df4f9b17ad2b417be66c3710");
        foreach (var cipher in Both(Convert.FromHexString(key), Convert.FromHexString("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")))
        {
            var actual = new byte[text.Length];
            cipher.Transform(text, actual);
            Assert.Equal(expected, Convert.ToHexStringLower(actual));
            cipher.Dispose();
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public void Both_forms_equal_the_oracle_for_every_number_of_blocks(int keyLength)
    {
        var random = new Random(keyLength);
        var (key, iv) = (random.NextBytes(keyLength), random.NextBytes(16));
        // The lower half overflows in the middle of a packet.
        iv.AsSpan(8, 7).Fill(0xff);
        foreach (var cipher in Both(key, iv))
        {
            var oracle = new SicBlockCipher(new AesEngine());
            oracle.Init(true, new ParametersWithIV(new KeyParameter(key), iv));
            for (var blocks = 0; blocks < 80; blocks++)
            {
                var text = random.NextBytes(blocks * 16);
                var expected = new byte[text.Length];
                for (var i = 0; i < text.Length; i += 16) oracle.ProcessBlock(text, i, expected, i);
                cipher.Transform(text, text);
                Assert.Equal(expected, text);
            }
            cipher.Dispose();
        }
    }

    [Fact]
    public void Create_uses_the_processors_instructions_where_there_are_some()
    {
        using var cipher = CounterMode.Create(new byte[16], new byte[16]);
        Assert.Equal(System.Runtime.Intrinsics.X86.Aes.IsSupported, cipher is AesNiCounterMode);
    }

    [Fact]
    public void Transform_refuses_parts_of_a_block()
    {
        foreach (var cipher in Both(new byte[16], new byte[16]))
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => cipher.Transform(new byte[17], new byte[17]));
            Assert.Throws<ArgumentOutOfRangeException>(() => cipher.Transform(new byte[32], new byte[16]));
            cipher.Dispose();
        }
    }

    [Theory]
    [InlineData("aes128-ctr", "hmac-sha2-256-etm@openssh.com")]
    [InlineData("aes192-ctr", "hmac-sha2-512-etm@openssh.com")]
    [InlineData("aes256-ctr", "hmac-sha2-256")]
    [InlineData("aes128-ctr", "hmac-sha2-512")]
    public void The_portable_form_seals_and_opens_the_same_packets(string cipher, string mac)
    {
        var suite = Suite.Create(cipher, mac);
        var (sealer, opener) = suite.CreatePortable();
        var oracle = suite.CreateOracle();
        var random = new Random(1);
        for (var i = 0u; i < 200; i++) SealingTests.SealAndOpen(sealer, opener, oracle, i, random.Next(2000), random);
        sealer.Dispose();
        opener.Dispose();
    }

    private static CounterMode[] Both(byte[] key, byte[] iv) => [CounterMode.Create(key, iv), new PortableCounterMode(key, iv)];
}

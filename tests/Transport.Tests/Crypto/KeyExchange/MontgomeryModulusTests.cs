using System.Numerics;
using Sluice.Transport.Crypto.KeyExchange;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

public sealed class MontgomeryModulusTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(128)]
    public void Powers_of_random_numbers_are_those_of_the_runtime(int limbs)
    {
        var random = new Random(limbs);
        for (var run = 0; run < 12; run++)
        {
            var modulus = Random(random, limbs);
            // Full to the last bit, and with leading zeros.
            modulus[^1] = run % 2 == 0 ? modulus[^1] | (1UL << 63) : modulus[^1] >> (run * 5);
            modulus[^1] |= 2;
            modulus[0] |= 1;
            var number = Reduce(Random(random, limbs), modulus);
            AssertPower(modulus, number, Random(random, 1 + (run % 3)));
        }
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(16UL)]
    [InlineData(ulong.MaxValue)]
    public void Borders_of_base_and_exponent_are_right(ulong exponent)
    {
        ulong[] modulus = [ulong.MaxValue, ulong.MaxValue, ulong.MaxValue];
        AssertPower(modulus, [0, 0, 0], [exponent]);
        AssertPower(modulus, [1, 0, 0], [exponent]);
        AssertPower(modulus, [2, 0, 0], [exponent]);
        AssertPower(modulus, [ulong.MaxValue - 1, ulong.MaxValue, ulong.MaxValue], [exponent]);
        AssertPower([1, 0, 1UL << 63], [0, 0, 1UL << 63], [exponent]);
    }

    [Fact]
    public void Result_may_be_the_base_itself()
    {
        ulong[] modulus = [97];
        ulong[] number = [5];
        new MontgomeryModulus(modulus).Power(number, [3], number);
        Assert.Equal([28UL], number);
    }

    [Fact]
    public void An_even_modulus_is_a_mistake() => Assert.Throws<ArgumentException>(() => new MontgomeryModulus([2, 1]));

    [Fact]
    public void Limbs_and_bytes_are_two_forms_of_one_number()
    {
        byte[] bytes = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
        var limbs = MontgomeryModulus.ToLimbs(bytes);
        Assert.Equal([0x090a0b0c0d0e0f10UL, 0x0102030405060708UL], limbs);
        var back = new byte[16];
        MontgomeryModulus.WriteLimbs(limbs, back);
        Assert.Equal(bytes, back);
        MontgomeryModulus.ReadLimbs([0x12], limbs);
        Assert.Equal([0x12UL, 0UL], limbs);
    }

    private static void AssertPower(ulong[] modulus, ulong[] number, ulong[] exponent)
    {
        var result = new ulong[modulus.Length];
        new MontgomeryModulus(modulus).Power(number, exponent, result);
        Assert.Equal(BigInteger.ModPow(ToBigInteger(number), ToBigInteger(exponent), ToBigInteger(modulus)), ToBigInteger(result));
    }

    private static ulong[] Random(Random random, int limbs) => [.. Enumerable.Range(0, limbs).Select(_ => (ulong)random.NextInt64() ^ ((ulong)random.NextInt64() << 1))];

    private static ulong[] Reduce(ulong[] number, ulong[] modulus)
    {
        var bytes = (ToBigInteger(number) % ToBigInteger(modulus)).ToByteArray(isUnsigned: true, isBigEndian: true);
        var reduced = new ulong[number.Length];
        MontgomeryModulus.ReadLimbs(bytes, reduced);
        return reduced;
    }

    private static BigInteger ToBigInteger(ulong[] limbs)
    {
        var bytes = new byte[8 * limbs.Length];
        MontgomeryModulus.WriteLimbs(limbs, bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }
}

using System.Numerics;
using System.Security.Cryptography;
using Sluice.Transport.Crypto.KeyExchange;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

public sealed class MixedRadixTests
{
    [Theory]
    [InlineData(761, 4591, 1158)]
    [InlineData(761, 1531, 1007)]
    [InlineData(1, 4591, 2)]
    [InlineData(2, 4591, 4)]
    [InlineData(3, 300, 4)]
    [InlineData(4, 16384, 7)]
    [InlineData(7, 2, 1)]
    public void Numbers_come_back(int count, int radix, int size)
    {
        var code = new MixedRadix(count, radix);
        Assert.Equal(size, code.Size);
        var random = new Random(count);
        for (var run = 0; run < 200; run++)
        {
            var numbers = Enumerable.Range(0, count)
                .Select(_ => (uint)(run switch { 0 => 0, 1 => radix - 1, _ => random.Next(radix) })).ToArray();
            var encoded = new byte[size];
            code.Encode([.. numbers], encoded);
            var decoded = new uint[count];
            code.Decode(encoded, decoded);
            Assert.Equal(numbers, decoded);
        }
    }

    [Theory]
    [InlineData(761, 4591)]
    [InlineData(761, 1531)]
    public void Any_bytes_give_numbers_below_the_radix(int count, int radix)
    {
        var code = new MixedRadix(count, radix);
        var encoded = new byte[code.Size];
        var decoded = new uint[count];
        for (var run = 0; run < 200; run++)
        {
            if (run == 0) encoded.AsSpan().Fill(0xFF);
            else RandomNumberGenerator.Fill(encoded);
            code.Decode(encoded, decoded);
            Assert.All(decoded, number => Assert.InRange(number, 0u, (uint)radix - 1));
        }
    }

    [Fact]
    public void Divisors_divide_up_to_29_bits_exactly()
    {
        var random = new Random(1);
        for (var value = 64; value <= 1 << 14; value++)
        {
            var divisor = new PublicDivisor(value);
            // A quotient near a whole number is where a rounded reciprocal would fail.
            var multiple = (uint)random.Next((1 << 29) / value) * (uint)value;
            var largest = ((1u << 29) - 1) / (uint)value * (uint)value;
            foreach (var number in (uint[])[0, 1, multiple, multiple + 1, Math.Max(multiple, 1) - 1, largest, largest - 1, (1 << 29) - 1])
            {
                // The product with the reciprocal has to fit as well, which it does up to the square of the largest radix.
                if ((BigInteger)number * ((BigInteger.One << 43) / value + 1) > ulong.MaxValue) continue;
                Assert.Equal((number / (uint)value, number % (uint)value), divisor.Divide(number));
            }
        }
    }
}

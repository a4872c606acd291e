using Sluice.Transport.Crypto.KeyExchange;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

public sealed class CoefficientModulusTests
{
    private static readonly CoefficientModulus[] _both = [CoefficientModulus.Three, CoefficientModulus.Q];

    [Fact]
    public void Every_16_bit_value_freezes_to_its_remainder()
    {
        foreach (var modulus in _both)
        {
            for (var value = (int)short.MinValue; value <= short.MaxValue; value++)
            {
                Assert.Equal(PolynomialText.Freeze(modulus.Value, value), modulus.Freeze((short)value));
            }
        }
    }

    [Fact]
    public void Every_sum_of_products_freezes_to_its_remainder()
    {
        foreach (var modulus in _both)
        {
            var largest = Sntrup761.Degree * modulus.Half;
            for (var sum = -largest; sum <= largest; sum++) Assert.Equal(PolynomialText.Freeze(modulus.Value, sum), modulus.FreezeSum(sum));
        }
    }

    [Fact]
    public void Products_are_congruent_and_small_for_all_that_the_division_steps_make()
    {
        foreach (var modulus in _both)
        {
            for (var a = -5600; a <= 5600; a += 7)
            {
                for (var b = -5600; b <= 5600; b += 11)
                {
                    var product = modulus.Multiply((short)a, (short)b);
                    Assert.Equal(PolynomialText.Freeze(modulus.Value, a * b), PolynomialText.Freeze(modulus.Value, product * 65536L));
                    // Twice this bound is below 5600: differences of two products can be multiplied for ever.
                    Assert.InRange(Math.Abs((int)product), 0, 5600 * 5600 / 65536 + modulus.Half + 2);
                }
            }
        }
    }

    [Fact]
    public void Every_value_but_zero_has_a_reciprocal()
    {
        foreach (var modulus in _both)
        {
            for (var value = -modulus.Half; value <= modulus.Half; value++)
            {
                var form = modulus.Multiply((short)value, modulus.MontgomerySquare);
                var one = modulus.Multiply(modulus.Multiply(form, modulus.Invert(form)), 1);
                Assert.Equal(value == 0 ? 0 : 1, modulus.Freeze(one));
            }
        }
    }
}

using Sluice.Transport.Crypto.KeyExchange;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

public sealed class SmallPolynomialTests
{
    [Fact]
    public void Short_polynomials_have_286_coefficients_that_are_not_zero_in_all_places()
    {
        var counts = new int[3, Sntrup761.Degree];
        var polynomial = PolynomialText.Repeat(77);
        const int Runs = 2000;
        for (var run = 0; run < Runs; run++)
        {
            SmallPolynomial.RandomizeShort(polynomial);
            Assert.Equal(Sntrup761.Weight, polynomial.Count(coefficient => coefficient != 0));
            Assert.Equal(0, polynomial[Sntrup761.Degree..].Sum(coefficient => coefficient));
            for (var i = 0; i < Sntrup761.Degree; i++) counts[polynomial[i] + 1, i]++;
        }
        for (var i = 0; i < Sntrup761.Degree; i++)
        {
            // Seven standard deviations each way, which honest chance leaves once in a hundred million runs of this test.
            AssertChance(counts[0, i], Runs, 143.0 / 761);
            AssertChance(counts[1, i], Runs, 475.0 / 761);
            AssertChance(counts[2, i], Runs, 143.0 / 761);
        }
    }

    [Fact]
    public void Random_polynomials_have_each_coefficient_a_third_of_the_times()
    {
        var counts = new int[3];
        var polynomial = PolynomialText.Repeat(77);
        for (var run = 0; run < 100; run++)
        {
            SmallPolynomial.Randomize(polynomial);
            Assert.Equal(0, polynomial[Sntrup761.Degree..].Sum(coefficient => coefficient));
            for (var i = 0; i < Sntrup761.Degree; i++) counts[polynomial[i] + 1]++;
        }
        Assert.All(counts, count => AssertChance(count, 100 * Sntrup761.Degree, 1.0 / 3));
    }

    [Fact]
    public void Encoding_comes_back_and_has_the_first_coefficient_in_the_lowest_bits()
    {
        var polynomial = PolynomialText.Repeat(0);
        (polynomial[0], polynomial[1], polynomial[2], polynomial[3], polynomial[760]) = (-1, 0, 1, 1, 1);
        var encoded = new byte[SmallPolynomial.Size];
        SmallPolynomial.Encode(polynomial, encoded);
        Assert.Equal(191, encoded.Length);
        Assert.Equal(0b10_10_01_00, encoded[0]);
        Assert.Equal(0b01_01_01_01, encoded[1]);
        Assert.Equal(0b10, encoded[190]);
        var decoded = PolynomialText.Repeat(77);
        SmallPolynomial.Decode(encoded, decoded);
        Assert.Equal(polynomial, decoded);
    }

    [Fact]
    public void A_short_polynomial_stays_and_any_other_becomes_ones()
    {
        var polynomial = PolynomialText.Repeat(0);
        SmallPolynomial.RandomizeShort(polynomial);
        var copy = (short[])polynomial.Clone();
        SmallPolynomial.ForceShort(polynomial);
        Assert.Equal(copy, polynomial);
        short[] ones = [.. Enumerable.Repeat((short)1, 286), .. new short[Sntrup761.PaddedDegree - 286]];
        var heavier = (short[])copy.Clone();
        heavier[Array.IndexOf(heavier, (short)0)] = -1;
        var lighter = (short[])copy.Clone();
        lighter[Array.FindIndex(lighter, coefficient => coefficient != 0)] = 0;
        foreach (var other in new[] { heavier, lighter, PolynomialText.Repeat(0), PolynomialText.Repeat(-1) })
        {
            SmallPolynomial.ForceShort(other);
            Assert.Equal(ones, other);
        }
    }

    private static void AssertChance(int count, int runs, double chance)
    {
        var deviation = Math.Sqrt(runs * chance * (1 - chance));
        Assert.InRange(count, runs * chance - 7 * deviation, runs * chance + 7 * deviation);
    }
}

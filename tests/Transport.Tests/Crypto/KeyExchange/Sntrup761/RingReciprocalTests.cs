using System.Runtime.Intrinsics;
using Sluice.Transport.Crypto.KeyExchange;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

public sealed class RingReciprocalTests
{
    [Fact]
    public void A_single_coefficient_gives_reciprocals() => Check(RingReciprocal.TryInvert<SingleLane, short>);

    [Fact]
    public void Vectors_of_128_bits_give_reciprocals() => Check(RingReciprocal.TryInvert<Lanes128, Vector128<short>>);

    [Fact]
    public void Vectors_of_256_bits_give_reciprocals() => Check(RingReciprocal.TryInvert<Lanes256, Vector256<short>>);

    [Fact]
    public void Vectors_of_512_bits_give_reciprocals() => Check(RingReciprocal.TryInvert<Lanes512, Vector512<short>>);

    [Fact]
    public void The_machines_choice_gives_reciprocals() => Check(RingReciprocal.TryInvert);

    private static void Check(Inversion invert)
    {
        short[] one = [1, .. new short[Sntrup761.PaddedDegree - 1]];
        foreach (var modulus in new[] { CoefficientModulus.Three, CoefficientModulus.Q })
        {
            short[][] samples =
            [
                one, PolynomialText.Random(modulus.Value, 1), PolynomialText.Random(modulus.Value, 2), PolynomialText.Random(3, 3),
            ];
            foreach (var sample in samples)
            {
                var reciprocal = PolynomialText.Repeat(77);
                Assert.True(invert(modulus, sample, reciprocal));
                Assert.Equal(one, PolynomialText.Multiply(modulus.Value, sample, reciprocal));
                Assert.All(reciprocal, coefficient => Assert.InRange(coefficient, -modulus.Half, modulus.Half));
                Assert.All(reciprocal[Sntrup761.Degree..], coefficient => Assert.Equal(0, coefficient));
            }
            Assert.False(invert(modulus, new short[Sntrup761.PaddedDegree], new short[Sntrup761.PaddedDegree]));
        }
        // Modulo 3, this divides x^761 - x - 1; only a multiple of such a factor has no reciprocal.
        short[] factor = [1, 1, 0, 1, 1, 1, -1, 1, -1, 1, 0, 1, -1, -1, -1, -1, 1, 0, -1, -1, .. new short[Sntrup761.PaddedDegree - 20]];
        Assert.False(invert(CoefficientModulus.Three, factor, new short[Sntrup761.PaddedDegree]));
        factor[0] = 0;
        Assert.True(invert(CoefficientModulus.Three, factor, new short[Sntrup761.PaddedDegree]));
    }

    private delegate bool Inversion(in CoefficientModulus modulus, ReadOnlySpan<short> a, Span<short> reciprocal);
}

using System.Runtime.Intrinsics;
using Sluice.Transport.Crypto.KeyExchange;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

public sealed class RingProductTests
{
    [Fact]
    public void A_single_coefficient_gives_the_textbooks_product() => Check(RingProduct.Multiply<SingleLane, short>);

    [Fact]
    public void Vectors_of_128_bits_give_the_textbooks_product() => Check(RingProduct.Multiply<Lanes128, Vector128<short>>);

    [Fact]
    public void Vectors_of_256_bits_give_the_textbooks_product() => Check(RingProduct.Multiply<Lanes256, Vector256<short>>);

    [Fact]
    public void Vectors_of_512_bits_give_the_textbooks_product() => Check(RingProduct.Multiply<Lanes512, Vector512<short>>);

    [Fact]
    public void The_machines_choice_gives_the_textbooks_product() => Check(RingProduct.Multiply);

    private static void Check(Multiplication multiply)
    {
        foreach (var modulus in new[] { CoefficientModulus.Three, CoefficientModulus.Q })
        {
            for (var seed = 0; seed < 6; seed++)
            {
                Check(multiply, modulus, PolynomialText.Random(modulus.Value, seed), PolynomialText.Random(3, seed + 100));
            }
            // What makes the sums as large as they can be.
            foreach (var sign in new[] { 1, -1 })
            {
                Check(multiply, modulus, PolynomialText.Repeat(modulus.Half), PolynomialText.Repeat(sign));
                Check(multiply, modulus, PolynomialText.Repeat(-modulus.Half), PolynomialText.Repeat(sign));
            }
        }
    }

    private static void Check(Multiplication multiply, CoefficientModulus modulus, short[] a, short[] small)
    {
        var product = PolynomialText.Repeat(77);
        multiply(modulus, a, small, product);
        Assert.Equal(PolynomialText.Multiply(modulus.Value, a, small), product);
    }

    private delegate void Multiplication(
        in CoefficientModulus modulus, ReadOnlySpan<short> a, ReadOnlySpan<short> small, Span<short> product);
}

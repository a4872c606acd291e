using System.Security.Cryptography;
using Sluice.Transport.Crypto.KeyExchange;

namespace Sluice.Transport.Tests.Crypto.KeyExchange;

/// <summary>Polynomials for tests, and their product as a textbook computes it.</summary>
internal static class PolynomialText
{
    /// <summary>Frozen coefficients, among them often the largest and the smallest.</summary>
    public static short[] Random(int modulus, int seed)
    {
        var random = new Random(seed);
        var polynomial = new short[Sntrup761.PaddedDegree];
        for (var i = 0; i < Sntrup761.Degree; i++)
        {
            var half = modulus / 2;
            polynomial[i] = (short)(random.Next(8) switch { 0 => half, 1 => -half, _ => random.Next(-half, half + 1) });
        }
        return polynomial;
    }

    /// <summary>The same coefficient 761 times.</summary>
    public static short[] Repeat(int coefficient)
    {
        var polynomial = new short[Sntrup761.PaddedDegree];
        polynomial.AsSpan(0, Sntrup761.Degree).Fill((short)coefficient);
        return polynomial;
    }

    /// <summary>The frozen product modulo x^761 - x - 1 and the modulus.</summary>
    public static short[] Multiply(int modulus, short[] a, short[] b)
    {
        var product = new long[2 * Sntrup761.Degree];
        for (var i = 0; i < Sntrup761.Degree; i++)
        {
            for (var j = 0; j < Sntrup761.Degree; j++) product[i + j] += a[i] * b[j];
        }
        for (var i = product.Length - 1; i >= Sntrup761.Degree; i--)
        {
            product[i - Sntrup761.Degree] += product[i];
            product[i - Sntrup761.Degree + 1] += product[i];
        }
        var frozen = new short[Sntrup761.PaddedDegree];
        for (var i = 0; i < Sntrup761.Degree; i++) frozen[i] = (short)Freeze(modulus, product[i]);
        return frozen;
    }

    public static long Freeze(int modulus, long value)
    {
        var remainder = ((value % modulus) + modulus) % modulus;
        return remainder > modulus / 2 ? remainder - modulus : remainder;
    }
}

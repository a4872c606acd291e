using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// Polynomials of 761 frozen coefficients modulo 4591, in spans of <see cref="Sntrup761.PaddedDegree"/> whose rest is zero;
/// "rounded" ones have only multiples of 3.
/// </summary>
internal static class LargePolynomial
{
    private const int Half = Sntrup761.Q / 2;

    // 32769 = 3 * 10923, so this multiplies by 1/3 as long as the number is below 2^15.
    private const int Third = 10923;

    private static readonly MixedRadix _all = new(Sntrup761.Degree, Sntrup761.Q);
    private static readonly MixedRadix _multiples = new(Sntrup761.Degree, (Sntrup761.Q + 2) / 3);

    /// <summary>Bytes of a polynomial, and of a rounded one.</summary>
    public const int Size = 1158, RoundedSize = 1007;

    [SkipLocalsInit]
    public static void Encode(ReadOnlySpan<short> polynomial, Span<byte> encoded)
    {
        Span<uint> numbers = stackalloc uint[Sntrup761.Degree];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = (uint)(polynomial[i] + Half);
        _all.Encode(numbers, encoded);
    }

    /// <summary>Decodes any bytes; what no polynomial is encoded as gives some polynomial.</summary>
    [SkipLocalsInit]
    public static void Decode(ReadOnlySpan<byte> encoded, Span<short> polynomial)
    {
        Span<uint> numbers = stackalloc uint[Sntrup761.Degree];
        _all.Decode(encoded, numbers);
        for (var i = 0; i < numbers.Length; i++) polynomial[i] = (short)((int)numbers[i] - Half);
        polynomial[numbers.Length..].Clear();
    }

    /// <summary>Encodes the polynomial with each coefficient rounded to the nearest multiple of 3.</summary>
    [SkipLocalsInit]
    public static void EncodeRounded(ReadOnlySpan<short> polynomial, Span<byte> encoded)
    {
        Span<uint> numbers = stackalloc uint[Sntrup761.Degree];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = (uint)((polynomial[i] + Half + 1) * Third >> 15);
        _multiples.Encode(numbers, encoded);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(numbers));
    }

    /// <summary>Decodes any bytes; what no rounded polynomial is encoded as gives some other.</summary>
    [SkipLocalsInit]
    public static void DecodeRounded(ReadOnlySpan<byte> encoded, Span<short> polynomial)
    {
        Span<uint> numbers = stackalloc uint[Sntrup761.Degree];
        _multiples.Decode(encoded, numbers);
        for (var i = 0; i < numbers.Length; i++) polynomial[i] = (short)(3 * (int)numbers[i] - Half);
        polynomial[numbers.Length..].Clear();
    }
}

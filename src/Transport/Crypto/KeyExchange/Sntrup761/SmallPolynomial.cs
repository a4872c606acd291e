using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// Polynomials of 761 coefficients -1, 0 and 1, in spans of <see cref="Sntrup761.PaddedDegree"/> whose rest is zero; "short"
/// ones have exactly 286 that are not zero.
/// </summary>
internal static class SmallPolynomial
{
    /// <summary>Bytes of the encoding: four coefficients in one byte, each plus one.</summary>
    public const int Size = (Sntrup761.Degree + 3) / 4;

    /// <summary>A small polynomial, each coefficient as good as equally likely.</summary>
    [SkipLocalsInit]
    public static void Randomize(Span<short> polynomial)
    {
        Span<uint> random = stackalloc uint[Sntrup761.Degree];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(random));
        for (var i = 0; i < random.Length; i++) polynomial[i] = (short)(((random[i] & 0x3FFFFFFF) * 3 >> 30) - 1);
        polynomial[random.Length..].Clear();
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(random));
    }

    /// <summary>A short polynomial: 286 signs and 475 zeros in the order that sorting random numbers brings them into.</summary>
    [SkipLocalsInit]
    public static void RandomizeShort(Span<short> polynomial)
    {
        Span<uint> keys = stackalloc uint[2 * SortingNetwork.Length];
        var random = keys[..Sntrup761.Degree];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(random));
        // The two lowest bits are the coefficient plus one: 0 or 2 as the random number has it, or 1.
        for (var i = 0; i < Sntrup761.Weight; i++) random[i] &= ~1u;
        for (var i = Sntrup761.Weight; i < random.Length; i++) random[i] = (random[i] & ~3u) | 1;
        // What fills up the sorter is greater than any of those, so it comes last.
        keys[random.Length..SortingNetwork.Length].Fill(uint.MaxValue);
        var sorted = keys[SortingNetwork.Length..];
        SortingNetwork.Sort(keys[..SortingNetwork.Length], sorted);
        for (var i = 0; i < random.Length; i++) polynomial[i] = (short)((sorted[i] & 3) - 1);
        polynomial[random.Length..].Clear();
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(keys));
    }

    /// <summary>Makes any small polynomial short: one without 286 coefficients that are not zero becomes 286 ones.</summary>
    public static void ForceShort(Span<short> polynomial)
    {
        var weight = 0;
        for (var i = 0; i < Sntrup761.Degree; i++) weight += polynomial[i] & 1;
        weight -= Sntrup761.Weight;
        var keep = (short)~((weight | -weight) >> 31);
        for (var i = 0; i < Sntrup761.Weight; i++) polynomial[i] = (short)((polynomial[i] & keep) | (1 & ~keep));
        for (var i = Sntrup761.Weight; i < Sntrup761.Degree; i++) polynomial[i] &= keep;
    }

    /// <summary>Encodes into <see cref="Size"/> bytes.</summary>
    public static void Encode(ReadOnlySpan<short> polynomial, Span<byte> encoded)
    {
        for (var i = 0; i < Size - 1; i++)
        {
            var four = polynomial.Slice(4 * i, 4);
            encoded[i] = (byte)(four[0] + 1 + ((four[1] + 1) << 2) + ((four[2] + 1) << 4) + ((four[3] + 1) << 6));
        }
        encoded[Size - 1] = (byte)(polynomial[Sntrup761.Degree - 1] + 1);
    }

    /// <summary>Decodes what <see cref="Encode"/> has made.</summary>
    public static void Decode(ReadOnlySpan<byte> encoded, Span<short> polynomial)
    {
        for (var i = 0; i < Sntrup761.Degree; i++) polynomial[i] = (short)(((encoded[i / 4] >> (2 * (i % 4))) & 3) - 1);
        polynomial[Sntrup761.Degree..].Clear();
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// Reciprocals modulo x^761 - x - 1 and a prime, by the division steps of Bernstein and Yang ("Fast constant-time gcd
/// computation and modular inversion", 2019): always 2 * 761 - 1 steps, each the same work whatever the coefficients.
/// </summary>
internal static class RingReciprocal
{
    private const int Steps = 2 * Sntrup761.Degree - 1;

    /// <summary>Room on both sides of a polynomial for a vector that is moved by one coefficient.</summary>
    private const int Margin = 32;

    private const int Room = Margin + Sntrup761.PaddedDegree + Margin;

    /// <summary>The reciprocal by the widest vectors of this machine.</summary>
    /// <inheritdoc cref="TryInvert{TLanes,TVector}"/>
    public static bool TryInvert(in CoefficientModulus modulus, ReadOnlySpan<short> a, Span<short> reciprocal)
    {
        if (Vector512.IsHardwareAccelerated) return TryInvert<Lanes512, Vector512<short>>(modulus, a, reciprocal);
        if (Vector256.IsHardwareAccelerated) return TryInvert<Lanes256, Vector256<short>>(modulus, a, reciprocal);
        if (Vector128.IsHardwareAccelerated) return TryInvert<Lanes128, Vector128<short>>(modulus, a, reciprocal);
        return TryInvert<SingleLane, short>(modulus, a, reciprocal);
    }

    /// <summary>
    /// Writes the frozen reciprocal of a, whose coefficients are frozen; both of <see cref="Sntrup761.PaddedDegree"/>
    /// coefficients, those from 761 on zero.
    /// </summary>
    /// <returns>False if there is none, which is all that the time taken afterwards may tell.</returns>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryInvert<TLanes, TVector>(in CoefficientModulus modulus, ReadOnlySpan<short> a, Span<short> reciprocal)
        where TLanes : ICoefficientLanes<TVector>
        where TVector : struct
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(a.Length, Sntrup761.PaddedDegree);
        ArgumentOutOfRangeException.ThrowIfNotEqual(reciprocal.Length, Sntrup761.PaddedDegree);
        Span<short> room = stackalloc short[4 * Room];
        room.Clear();
        var f = room.Slice(Margin, Sntrup761.PaddedDegree);
        var g = room.Slice(Margin + Room, Sntrup761.PaddedDegree);
        var v = room.Slice(Margin + 2 * Room, Sntrup761.PaddedDegree);
        var r = room.Slice(Margin + 3 * Room, Sntrup761.PaddedDegree);
        // f is x^761 - x - 1 and g is a, both with their coefficients reversed; each step divides g by x.
        f[0] = 1;
        f[Sntrup761.Degree - 1] = f[Sntrup761.Degree] = -1;
        for (var i = 0; i < Sntrup761.Degree; i++) g[i] = a[Sntrup761.Degree - 1 - i];
        r[0] = 1;

        var delta = 1;
        for (var step = 0; step < Steps; step++)
        {
            var (f0, g0) = (f[0], g[0]);
            int frozen = modulus.Freeze(g0);
            var swap = (-delta & (frozen | -frozen)) >> 31;
            delta = 1 + (delta ^ (swap & (delta ^ -delta)));
            // A coefficient of f and g moves down by one a step, so only those that can reach the bottom still matter; v and
            // r begin as constants and rise by at most one degree a step.
            var remaining = Math.Min(Sntrup761.PaddedDegree, Steps - step);
            var risen = Math.Min(Sntrup761.PaddedDegree, step + 2);
            Divide<TLanes, TVector>(modulus, ref f[0], ref g[0], remaining, f0, g0, (short)swap);
            Follow<TLanes, TVector>(modulus, ref v[0], ref r[0], risen, f0, g0, (short)swap);
        }

        Finish(modulus, f[0], v, reciprocal);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(room));
        return delta == 0;
    }

    /// <summary>(f, g) becomes (swap ? g : f, (f0 * g - g0 * f) / x); the 2^-16 of the products is the same as in r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Divide<TLanes, TVector>(
        in CoefficientModulus modulus, ref short f, ref short g, int count, short f0, short g0, short swap)
        where TLanes : ICoefficientLanes<TVector>
        where TVector : struct
    {
        var (factorOfG, factorOfGInverse) = (TLanes.Create(f0), TLanes.Create((short)(f0 * modulus.Inverse)));
        var (factorOfF, factorOfFInverse) = (TLanes.Create(g0), TLanes.Create((short)(g0 * modulus.Inverse)));
        var mask = TLanes.Create(swap);
        for (var i = 0; i < count; i += TLanes.Count)
        {
            var (fs, gs) = (TLanes.Load(ref Unsafe.Add(ref f, i)), TLanes.Load(ref Unsafe.Add(ref g, i)));
            TLanes.Store(TLanes.Select(mask, gs, fs), ref Unsafe.Add(ref f, i));
            var difference = TLanes.Subtract(
                modulus.MultiplyLanes<TLanes, TVector>(gs, factorOfG, factorOfGInverse),
                modulus.MultiplyLanes<TLanes, TVector>(fs, factorOfF, factorOfFInverse));
            TLanes.Store(difference, ref Unsafe.Add(ref g, i - 1));
        }
    }

    /// <summary>(v, r) becomes (swap ? r : x * v, f0 * r - g0 * x * v), from the top down, because v moves up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Follow<TLanes, TVector>(
        in CoefficientModulus modulus, ref short v, ref short r, int count, short f0, short g0, short swap)
        where TLanes : ICoefficientLanes<TVector>
        where TVector : struct
    {
        var (factorOfR, factorOfRInverse) = (TLanes.Create(f0), TLanes.Create((short)(f0 * modulus.Inverse)));
        var (factorOfV, factorOfVInverse) = (TLanes.Create(g0), TLanes.Create((short)(g0 * modulus.Inverse)));
        var mask = TLanes.Create(swap);
        for (var i = (count - 1) & -TLanes.Count; i >= 0; i -= TLanes.Count)
        {
            var (vs, rs) = (TLanes.Load(ref Unsafe.Add(ref v, i - 1)), TLanes.Load(ref Unsafe.Add(ref r, i)));
            TLanes.Store(TLanes.Select(mask, rs, vs), ref Unsafe.Add(ref v, i));
            var difference = TLanes.Subtract(
                modulus.MultiplyLanes<TLanes, TVector>(rs, factorOfR, factorOfRInverse),
                modulus.MultiplyLanes<TLanes, TVector>(vs, factorOfV, factorOfVInverse));
            TLanes.Store(difference, ref Unsafe.Add(ref r, i));
        }
    }

    /// <summary>What is left of f is a constant, and v is the reversed reciprocal times it.</summary>
    private static void Finish(in CoefficientModulus modulus, short f0, ReadOnlySpan<short> v, Span<short> reciprocal)
    {
        // Both products with a factor in Montgomery's form, so neither leaves a power of two behind.
        var scale = modulus.Invert(modulus.Multiply(f0, modulus.MontgomerySquare));
        for (var i = 0; i < Sntrup761.Degree; i++)
        {
            reciprocal[i] = modulus.Freeze(modulus.Multiply(v[Sntrup761.Degree - 1 - i], scale));
        }
        reciprocal[Sntrup761.Degree..].Clear();
    }
}

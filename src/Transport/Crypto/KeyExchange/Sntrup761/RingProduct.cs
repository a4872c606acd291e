using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// Products of a polynomial and a small one (coefficients -1, 0 and 1) modulo x^761 - x - 1 and a modulus. Because
/// x^761 = x + 1, the coefficients of x^i * a are a window on one sequence that i slides over, but for the coefficient of
/// x^0: so the whole product is a sum of windows, with no folding at the end.
/// </summary>
internal static class RingProduct
{
    /// <summary>Vectors of the product that are summed up at a time: they and their neighbours fit into the registers.</summary>
    private const int VectorsAtATime = 8;

    /// <summary>Frozen coefficients that can be added to a reduced one without passing 16 bits.</summary>
    private const int SumsBetweenReductions = 11;

    /// <summary>The product by the widest vectors of this machine.</summary>
    /// <inheritdoc cref="Multiply{TLanes,TVector}"/>
    public static void Multiply(in CoefficientModulus modulus, ReadOnlySpan<short> a, ReadOnlySpan<short> small, Span<short> product)
    {
        if (Vector512.IsHardwareAccelerated) Multiply<Lanes512, Vector512<short>>(modulus, a, small, product);
        else if (Vector256.IsHardwareAccelerated) Multiply<Lanes256, Vector256<short>>(modulus, a, small, product);
        else if (Vector128.IsHardwareAccelerated) Multiply<Lanes128, Vector128<short>>(modulus, a, small, product);
        else Multiply<SingleLane, short>(modulus, a, small, product);
    }

    /// <summary>
    /// Writes the frozen product of a, frozen, and a small polynomial. All are of <see cref="Sntrup761.PaddedDegree"/>
    /// coefficients, those from 761 on zero in a and in the product.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TLanes, TVector>(
        in CoefficientModulus modulus, ReadOnlySpan<short> a, ReadOnlySpan<short> small, Span<short> product)
        where TLanes : ICoefficientLanes<TVector>
        where TVector : struct
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(a.Length, Sntrup761.PaddedDegree);
        ArgumentOutOfRangeException.ThrowIfNotEqual(small.Length, Sntrup761.PaddedDegree);
        ArgumentOutOfRangeException.ThrowIfNotEqual(product.Length, Sntrup761.PaddedDegree);
        Span<short> sequence = stackalloc short[2 * Sntrup761.PaddedDegree];
        var excess = Lay<TLanes, TVector>(modulus, a, small, sequence);
        ref var window = ref MemoryMarshal.GetReference(sequence);
        ref var factors = ref MemoryMarshal.GetReference(small);
        ref var sums = ref MemoryMarshal.GetReference(product);
        for (var k = 0; k < Sntrup761.PaddedDegree; k += VectorsAtATime * TLanes.Count)
        {
            Sum<TLanes, TVector>(modulus, ref Unsafe.Add(ref window, Sntrup761.PaddedDegree + k), ref factors, ref Unsafe.Add(ref sums, k));
        }
        product[0] = modulus.Freeze((short)(product[0] - excess));
        product[Sntrup761.Degree..].Clear();
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(sequence));
    }

    /// <summary>
    /// Lays the sequence: at 768 + j, a[j] for positive j, a[0] + a[760] for 0, and a[761 - m] + a[760 - m] for -m. Gives
    /// what the windows count too much in the coefficient of x^0: the sum of small[i] * a[760 - i], frozen.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static short Lay<TLanes, TVector>(
        in CoefficientModulus modulus, ReadOnlySpan<short> a, ReadOnlySpan<short> small, Span<short> sequence)
        where TLanes : ICoefficientLanes<TVector>
        where TVector : struct
    {
        const int Last = Sntrup761.Degree - 1;
        a.CopyTo(sequence[Sntrup761.PaddedDegree..]);
        sequence[Sntrup761.PaddedDegree] = modulus.Freeze((short)(a[0] + a[Last]));
        // The sums a[j] + a[j + 1] end before position 768 where a[759] + a[760] lies; what lies before a[0] + a[1] is not read.
        ref var source = ref MemoryMarshal.GetReference(a);
        ref var sums = ref Unsafe.Add(ref MemoryMarshal.GetReference(sequence), Sntrup761.PaddedDegree - Last);
        for (var j = 0; j < Last; j += TLanes.Count)
        {
            // The last vector may reach past the sums, so it ends with them and overlaps the one before.
            var at = Math.Min(j, Last - TLanes.Count);
            var sum = TLanes.Add(TLanes.Load(ref Unsafe.Add(ref source, at)), TLanes.Load(ref Unsafe.Add(ref source, at + 1)));
            TLanes.Store(modulus.FreezeLanes<TLanes, TVector>(sum), ref Unsafe.Add(ref sums, at));
        }
        var excess = 0;
        for (var i = 0; i < Sntrup761.Degree; i++) excess += small[i] * a[Last - i];
        return modulus.FreezeSum(excess);
    }

    /// <summary>Eight vectors of the product: for each i, the window moved back by i, times small[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum<TLanes, TVector>(in CoefficientModulus modulus, ref short window, ref short factors, ref short product)
        where TLanes : ICoefficientLanes<TVector>
        where TVector : struct
    {
        var field = modulus;
        TVector c0, c1, c2, c3, c4, c5, c6, c7;
        c0 = c1 = c2 = c3 = c4 = c5 = c6 = c7 = TLanes.Create(0);
        for (var i = 0; i < Sntrup761.Degree;)
        {
            for (var end = Math.Min(i + SumsBetweenReductions, Sntrup761.Degree); i < end; i++)
            {
                var factor = TLanes.Create(Unsafe.Add(ref factors, i));
                ref var from = ref Unsafe.Subtract(ref window, i);
                c0 = TLanes.Add(c0, TLanes.MultiplyLow(factor, TLanes.Load(ref from)));
                c1 = TLanes.Add(c1, TLanes.MultiplyLow(factor, TLanes.Load(ref Unsafe.Add(ref from, TLanes.Count))));
                c2 = TLanes.Add(c2, TLanes.MultiplyLow(factor, TLanes.Load(ref Unsafe.Add(ref from, 2 * TLanes.Count))));
                c3 = TLanes.Add(c3, TLanes.MultiplyLow(factor, TLanes.Load(ref Unsafe.Add(ref from, 3 * TLanes.Count))));
                c4 = TLanes.Add(c4, TLanes.MultiplyLow(factor, TLanes.Load(ref Unsafe.Add(ref from, 4 * TLanes.Count))));
                c5 = TLanes.Add(c5, TLanes.MultiplyLow(factor, TLanes.Load(ref Unsafe.Add(ref from, 5 * TLanes.Count))));
                c6 = TLanes.Add(c6, TLanes.MultiplyLow(factor, TLanes.Load(ref Unsafe.Add(ref from, 6 * TLanes.Count))));
                c7 = TLanes.Add(c7, TLanes.MultiplyLow(factor, TLanes.Load(ref Unsafe.Add(ref from, 7 * TLanes.Count))));
            }
            c0 = field.ReduceLanes<TLanes, TVector>(c0);
            c1 = field.ReduceLanes<TLanes, TVector>(c1);
            c2 = field.ReduceLanes<TLanes, TVector>(c2);
            c3 = field.ReduceLanes<TLanes, TVector>(c3);
            c4 = field.ReduceLanes<TLanes, TVector>(c4);
            c5 = field.ReduceLanes<TLanes, TVector>(c5);
            c6 = field.ReduceLanes<TLanes, TVector>(c6);
            c7 = field.ReduceLanes<TLanes, TVector>(c7);
        }
        TLanes.Store(field.FreezeLanes<TLanes, TVector>(c0), ref product);
        TLanes.Store(field.FreezeLanes<TLanes, TVector>(c1), ref Unsafe.Add(ref product, TLanes.Count));
        TLanes.Store(field.FreezeLanes<TLanes, TVector>(c2), ref Unsafe.Add(ref product, 2 * TLanes.Count));
        TLanes.Store(field.FreezeLanes<TLanes, TVector>(c3), ref Unsafe.Add(ref product, 3 * TLanes.Count));
        TLanes.Store(field.FreezeLanes<TLanes, TVector>(c4), ref Unsafe.Add(ref product, 4 * TLanes.Count));
        TLanes.Store(field.FreezeLanes<TLanes, TVector>(c5), ref Unsafe.Add(ref product, 5 * TLanes.Count));
        TLanes.Store(field.FreezeLanes<TLanes, TVector>(c6), ref Unsafe.Add(ref product, 6 * TLanes.Count));
        TLanes.Store(field.FreezeLanes<TLanes, TVector>(c7), ref Unsafe.Add(ref product, 7 * TLanes.Count));
    }
}

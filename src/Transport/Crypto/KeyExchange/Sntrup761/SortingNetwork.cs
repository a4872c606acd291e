using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// Batcher's bitonic sorter of 1024 keys: which keys are compared never depends on a key. Key number n lies in lane
/// n / rows of row n % rows, where a row is a vector, so that most comparisons are of whole rows.
/// </summary>
internal static class SortingNetwork
{
    public const int Length = 1024;

    /// <summary>Writes the 1024 keys in ascending order to another place, and leaves them in some order.</summary>
    public static void Sort(Span<uint> keys, Span<uint> sorted)
    {
        if (Vector512.IsHardwareAccelerated) Sort<Lanes512, Vector512<uint>>(keys, sorted);
        else if (Vector256.IsHardwareAccelerated) Sort<Lanes256, Vector256<uint>>(keys, sorted);
        else if (Vector128.IsHardwareAccelerated) Sort<Lanes128, Vector128<uint>>(keys, sorted);
        else Sort<SingleLane, uint>(keys, sorted);
    }

    /// <inheritdoc cref="Sort(Span{uint},Span{uint})"/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sort<TLanes, TVector>(Span<uint> keys, Span<uint> sorted)
        where TLanes : IKeyLanes<TVector>
        where TVector : struct
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(keys.Length, Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(sorted.Length, Length);
        var rows = Length / TLanes.Count;
        ref var first = ref MemoryMarshal.GetReference(keys);
        for (var block = 2; block <= Length; block *= 2)
        {
            // Every other block has to fall, which is to rise with all bits turned. The last has no other.
            if (block < Length) Turn<TLanes, TVector>(ref first, block);
            for (var distance = block / 2; distance > 0; distance /= 2)
            {
                if (distance < rows) SortRows<TLanes, TVector>(ref first, distance);
                else SortLanes<TLanes, TVector>(ref first, distance / rows);
            }
            if (block < Length) Turn<TLanes, TVector>(ref first, block);
        }
        for (var i = 0; i < Length; i++) sorted[i % TLanes.Count * rows + i / TLanes.Count] = keys[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SortRows<TLanes, TVector>(ref uint keys, int distance)
        where TLanes : IKeyLanes<TVector>
        where TVector : struct
    {
        for (var block = 0; block < Length / TLanes.Count; block += 2 * distance)
        {
            for (var row = block; row < block + distance; row++)
            {
                ref var low = ref Unsafe.Add(ref keys, row * TLanes.Count);
                ref var high = ref Unsafe.Add(ref low, distance * TLanes.Count);
                var (a, b) = (TLanes.Load(ref low), TLanes.Load(ref high));
                TLanes.Store(TLanes.Min(a, b), ref low);
                TLanes.Store(TLanes.Max(a, b), ref high);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SortLanes<TLanes, TVector>(ref uint keys, int distance)
        where TLanes : IKeyLanes<TVector>
        where TVector : struct
    {
        for (var i = 0; i < Length; i += TLanes.Count)
        {
            ref var row = ref Unsafe.Add(ref keys, i);
            TLanes.Store(TLanes.SortLanes(TLanes.Load(ref row), distance), ref row);
        }
    }

    /// <summary>Turns all bits of the keys whose number has the bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn<TLanes, TVector>(ref uint keys, int bit)
        where TLanes : IKeyLanes<TVector>
        where TVector : struct
    {
        var rows = Length / TLanes.Count;
        var mask = bit < rows ? TLanes.Create(uint.MaxValue) : TLanes.LanesWith(bit / rows);
        for (var row = 0; row < rows; row++)
        {
            if (bit < rows && (row & bit) == 0) continue;
            ref var place = ref Unsafe.Add(ref keys, row * TLanes.Count);
            TLanes.Store(TLanes.Xor(TLanes.Load(ref place), mask), ref place);
        }
    }
}

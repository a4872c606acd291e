using System.Runtime.CompilerServices;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// One coefficient or one sorting key: for machines without vectors, and what the vectors are tested against. Masks take
/// the place of conditions, which a compiler may turn into branches.
/// </summary>
internal readonly struct SingleLane : ICoefficientLanes<short>, IKeyLanes<uint>
{
    static int ICoefficientLanes<short>.Count => 1;

    static int IKeyLanes<uint>.Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short Load(ref readonly short source) => source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(short value, ref short destination) => destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short Create(short value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short Add(short left, short right) => (short)(left + right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short Subtract(short left, short right) => (short)(left - right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short MultiplyLow(short left, short right) => (short)(left * right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short MultiplyHigh(short left, short right) => (short)((left * right) >> 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short And(short left, short right) => (short)(left & right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short GreaterThan(short left, short right) => (short)((right - left) >> 31);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static short Select(short mask, short left, short right) => (short)((left & mask) | (right & ~mask));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Load(ref readonly uint source) => source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(uint value, ref uint destination) => destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Create(uint value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Min(uint left, uint right) => right ^ ((left ^ right) & IsLess(left, right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Max(uint left, uint right) => left ^ ((left ^ right) & IsLess(left, right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Xor(uint left, uint right) => left ^ right;

    /// <summary>The only lane is number 0, which has no bits.</summary>
    public static uint LanesWith(int bit) => 0;

    /// <summary>There is no other lane to compare with.</summary>
    public static uint SortLanes(uint value, int bit) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint IsLess(uint left, uint right) => (uint)(((long)left - right) >> 63);
}

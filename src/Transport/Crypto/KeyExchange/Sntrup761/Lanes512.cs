using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>32 coefficients, or 16 sorting keys, in a <see cref="Vector512"/>.</summary>
internal readonly struct Lanes512 : ICoefficientLanes<Vector512<short>>, IKeyLanes<Vector512<uint>>
{
    static int ICoefficientLanes<Vector512<short>>.Count => Vector512<short>.Count;

    static int IKeyLanes<Vector512<uint>>.Count => Vector512<uint>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> Load(ref readonly short source) => Vector512.LoadUnsafe(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<short> value, ref short destination) => value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> Create(short value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> Add(Vector512<short> left, Vector512<short> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> Subtract(Vector512<short> left, Vector512<short> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> MultiplyLow(Vector512<short> left, Vector512<short> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> MultiplyHigh(Vector512<short> left, Vector512<short> right)
    {
        if (Avx512BW.IsSupported) return Avx512BW.MultiplyHigh(left, right);
        return Vector512.Narrow(
            Vector512.ShiftRightArithmetic(Vector512.WidenLower(left) * Vector512.WidenLower(right), 16),
            Vector512.ShiftRightArithmetic(Vector512.WidenUpper(left) * Vector512.WidenUpper(right), 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> And(Vector512<short> left, Vector512<short> right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> GreaterThan(Vector512<short> left, Vector512<short> right) => Vector512.GreaterThan(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<short> Select(Vector512<short> mask, Vector512<short> left, Vector512<short> right) =>
        Vector512.ConditionalSelect(mask, left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Load(ref readonly uint source) => Vector512.LoadUnsafe(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<uint> value, ref uint destination) => value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Create(uint value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Min(Vector512<uint> left, Vector512<uint> right) => Vector512.Min(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Max(Vector512<uint> left, Vector512<uint> right) => Vector512.Max(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Xor(Vector512<uint> left, Vector512<uint> right) => left ^ right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> LanesWith(int bit) =>
        Vector512.Equals(Vector512<uint>.Indices & Vector512.Create((uint)bit), Vector512.Create((uint)bit));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> SortLanes(Vector512<uint> value, int bit)
    {
        var partners = Vector512.Shuffle(value, Vector512<uint>.Indices ^ Vector512.Create((uint)bit));
        return Vector512.ConditionalSelect(LanesWith(bit), Vector512.Max(value, partners), Vector512.Min(value, partners));
    }
}

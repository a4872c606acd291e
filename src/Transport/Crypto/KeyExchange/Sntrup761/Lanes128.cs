using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>8 coefficients, or 4 sorting keys, in a <see cref="Vector128"/>.</summary>
internal readonly struct Lanes128 : ICoefficientLanes<Vector128<short>>, IKeyLanes<Vector128<uint>>
{
    static int ICoefficientLanes<Vector128<short>>.Count => Vector128<short>.Count;

    static int IKeyLanes<Vector128<uint>>.Count => Vector128<uint>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Load(ref readonly short source) => Vector128.LoadUnsafe(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<short> value, ref short destination) => value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Create(short value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Add(Vector128<short> left, Vector128<short> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Subtract(Vector128<short> left, Vector128<short> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> MultiplyLow(Vector128<short> left, Vector128<short> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> MultiplyHigh(Vector128<short> left, Vector128<short> right)
    {
        if (Sse2.IsSupported) return Sse2.MultiplyHigh(left, right);
        // Twice the product's high half; half of that is the high half, because no factor here is -32768.
        if (AdvSimd.IsSupported) return Vector128.ShiftRightArithmetic(AdvSimd.MultiplyDoublingSaturateHigh(left, right), 1);
        return Vector128.Narrow(
            Vector128.ShiftRightArithmetic(Vector128.WidenLower(left) * Vector128.WidenLower(right), 16),
            Vector128.ShiftRightArithmetic(Vector128.WidenUpper(left) * Vector128.WidenUpper(right), 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> And(Vector128<short> left, Vector128<short> right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> GreaterThan(Vector128<short> left, Vector128<short> right) => Vector128.GreaterThan(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Select(Vector128<short> mask, Vector128<short> left, Vector128<short> right) =>
        Vector128.ConditionalSelect(mask, left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Load(ref readonly uint source) => Vector128.LoadUnsafe(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<uint> value, ref uint destination) => value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Create(uint value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Min(Vector128<uint> left, Vector128<uint> right) => Vector128.Min(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Max(Vector128<uint> left, Vector128<uint> right) => Vector128.Max(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Xor(Vector128<uint> left, Vector128<uint> right) => left ^ right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> LanesWith(int bit) =>
        Vector128.Equals(Vector128<uint>.Indices & Vector128.Create((uint)bit), Vector128.Create((uint)bit));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> SortLanes(Vector128<uint> value, int bit)
    {
        var partners = Vector128.Shuffle(value, Vector128<uint>.Indices ^ Vector128.Create((uint)bit));
        return Vector128.ConditionalSelect(LanesWith(bit), Vector128.Max(value, partners), Vector128.Min(value, partners));
    }
}

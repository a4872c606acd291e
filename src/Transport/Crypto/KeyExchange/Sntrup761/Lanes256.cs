using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>16 coefficients, or 8 sorting keys, in a <see cref="Vector256"/>.</summary>
internal readonly struct Lanes256 : ICoefficientLanes<Vector256<short>>, IKeyLanes<Vector256<uint>>
{
    static int ICoefficientLanes<Vector256<short>>.Count => Vector256<short>.Count;

    static int IKeyLanes<Vector256<uint>>.Count => Vector256<uint>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Load(ref readonly short source) => Vector256.LoadUnsafe(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<short> value, ref short destination) => value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Create(short value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Add(Vector256<short> left, Vector256<short> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Subtract(Vector256<short> left, Vector256<short> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> MultiplyLow(Vector256<short> left, Vector256<short> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> MultiplyHigh(Vector256<short> left, Vector256<short> right)
    {
        if (Avx2.IsSupported) return Avx2.MultiplyHigh(left, right);
        return Vector256.Narrow(
            Vector256.ShiftRightArithmetic(Vector256.WidenLower(left) * Vector256.WidenLower(right), 16),
            Vector256.ShiftRightArithmetic(Vector256.WidenUpper(left) * Vector256.WidenUpper(right), 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> And(Vector256<short> left, Vector256<short> right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> GreaterThan(Vector256<short> left, Vector256<short> right) => Vector256.GreaterThan(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Select(Vector256<short> mask, Vector256<short> left, Vector256<short> right) =>
        Vector256.ConditionalSelect(mask, left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Load(ref readonly uint source) => Vector256.LoadUnsafe(in source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<uint> value, ref uint destination) => value.StoreUnsafe(ref destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Create(uint value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Min(Vector256<uint> left, Vector256<uint> right) => Vector256.Min(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Max(Vector256<uint> left, Vector256<uint> right) => Vector256.Max(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Xor(Vector256<uint> left, Vector256<uint> right) => left ^ right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> LanesWith(int bit) =>
        Vector256.Equals(Vector256<uint>.Indices & Vector256.Create((uint)bit), Vector256.Create((uint)bit));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> SortLanes(Vector256<uint> value, int bit)
    {
        var partners = Vector256.Shuffle(value, Vector256<uint>.Indices ^ Vector256.Create((uint)bit));
        return Vector256.ConditionalSelect(LanesWith(bit), Vector256.Max(value, partners), Vector256.Min(value, partners));
    }
}

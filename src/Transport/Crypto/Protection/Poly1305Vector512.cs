using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Transport.Crypto.Protection;

/// <summary>
/// The polynomial of Poly1305 with AVX-512: eight sums side by side, each over every eighth block, in limbs of 26 bits
/// whose products fit 64. The powers of r that join them at the end cost about as much as 256 bytes.
/// </summary>
internal static class Poly1305Vector512
{
    /// <summary>Bytes of eight blocks.</summary>
    public const int Stride = 128;

    private const ulong LimbMask = (1 << 26) - 1;

    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;

    /// <summary>
    /// Evaluates the polynomial over a positive multiple of <see cref="Stride"/> bytes. Both r, clamped, and the result
    /// are five limbs of 26 bits; the result's may be a little longer.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(ReadOnlySpan<ulong> r, ReadOnlySpan<byte> blocks, Span<ulong> sum)
    {
        ref var from = ref MemoryMarshal.GetReference(blocks);
        var power1 = new Limbs(
            Vector512.Create(r[0]), Vector512.Create(r[1]), Vector512.Create(r[2]), Vector512.Create(r[3]), Vector512.Create(r[4]));
        var power2 = Multiply(power1, power1);
        var power3 = Multiply(power2, power1);
        var power4 = Multiply(power2, power2);
        var power8 = Multiply(power4, power4);

        var total = Load(ref from);
        for (var length = blocks.Length - Stride; length >= Stride; length -= Stride)
        {
            from = ref Unsafe.AddByteOffset(ref from, (nuint)Stride);
            total = Add(Multiply(total, power8), Load(ref from));
        }

        // Load puts the blocks 0, 4, 1, 5, 2, 6, 3, 7 into the lanes 0 to 7; the first needs r^8, the last r.
        var lower = Select(
            Vector512.Create(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0, 0, 0, 0),
            Select(Vector512.Create(ulong.MaxValue, ulong.MaxValue, 0, 0, 0, 0, 0, 0), power4, power3),
            Select(Vector512.Create(0, 0, 0, 0, ulong.MaxValue, ulong.MaxValue, 0, 0), power2, power1));
        var upper = Multiply(lower, power4);
        var powers = Select(
            Vector512.Create(ulong.MaxValue, 0, ulong.MaxValue, 0, ulong.MaxValue, 0, ulong.MaxValue, 0), upper, lower);
        total = Multiply(total, powers);
        sum[0] = Vector512.Sum(total.A);
        sum[1] = Vector512.Sum(total.B);
        sum[2] = Vector512.Sum(total.C);
        sum[3] = Vector512.Sum(total.D);
        sum[4] = Vector512.Sum(total.E);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Limbs Load(ref byte from)
    {
        var first = Vector512.LoadUnsafe(ref from).AsUInt64();
        var second = Vector512.LoadUnsafe(ref from, 64).AsUInt64();
        var low = Avx512F.UnpackLow(first, second);
        var high = Avx512F.UnpackHigh(first, second);
        var mask = Vector512.Create(LimbMask);
        return new Limbs(
            low & mask,
            (low >>> 26) & mask,
            ((low >>> 52) | (high << 12)) & mask,
            (high >>> 14) & mask,
            (high >>> 40) | Vector512.Create(1ul << 24));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Limbs Add(Limbs x, Limbs y) => new(x.A + y.A, x.B + y.B, x.C + y.C, x.D + y.D, x.E + y.E);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Limbs Select(Vector512<ulong> mask, Limbs x, Limbs y) => new(
        Vector512.ConditionalSelect(mask, x.A, y.A),
        Vector512.ConditionalSelect(mask, x.B, y.B),
        Vector512.ConditionalSelect(mask, x.C, y.C),
        Vector512.ConditionalSelect(mask, x.D, y.D),
        Vector512.ConditionalSelect(mask, x.E, y.E));

    /// <summary>Lane by lane, modulo 2^130 - 5. Limbs may have 28 bits and come out with at most 27.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Limbs Multiply(Limbs x, Limbs y)
    {
        // What lies at 2^130 counts five times at 1.
        var b5 = y.B + (y.B << 2);
        var c5 = y.C + (y.C << 2);
        var d5 = y.D + (y.D << 2);
        var e5 = y.E + (y.E << 2);
        var a = Product(x.A, y.A) + Product(x.B, e5) + Product(x.C, d5) + Product(x.D, c5) + Product(x.E, b5);
        var b = Product(x.A, y.B) + Product(x.B, y.A) + Product(x.C, e5) + Product(x.D, d5) + Product(x.E, c5);
        var c = Product(x.A, y.C) + Product(x.B, y.B) + Product(x.C, y.A) + Product(x.D, e5) + Product(x.E, d5);
        var d = Product(x.A, y.D) + Product(x.B, y.C) + Product(x.C, y.B) + Product(x.D, y.A) + Product(x.E, e5);
        var e = Product(x.A, y.E) + Product(x.B, y.D) + Product(x.C, y.C) + Product(x.D, y.B) + Product(x.E, y.A);

        // Two chains of carries side by side, a to d and d to b.
        var mask = Vector512.Create(LimbMask);
        b += a >>> 26;
        e += d >>> 26;
        a &= mask;
        d &= mask;
        c += b >>> 26;
        var above = e >>> 26;
        b &= mask;
        e &= mask;
        a += above + (above << 2);
        d += c >>> 26;
        c &= mask;
        b += a >>> 26;
        a &= mask;
        e += d >>> 26;
        d &= mask;
        return new Limbs(a, b, c, d, e);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Product(Vector512<ulong> x, Vector512<ulong> y) => Avx512F.Multiply(x.AsUInt32(), y.AsUInt32());

    /// <summary>Eight numbers, a lane each: 26 bits in each vector, the lowest in <paramref name="A"/>.</summary>
    private readonly record struct Limbs(
        Vector512<ulong> A, Vector512<ulong> B, Vector512<ulong> C, Vector512<ulong> D, Vector512<ulong> E);
}

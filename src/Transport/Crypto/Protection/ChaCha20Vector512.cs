using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Transport.Crypto.Protection;

/// <summary>
/// ChaCha20 with AVX-512, sixteen blocks side by side: each vector holds the same word of all of them.
/// </summary>
internal static class ChaCha20Vector512
{
    public const int Stride = Blocks * ChaCha20.BlockLength;

    private const int Blocks = 16;

    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;

    /// <inheritdoc cref="ChaCha20.TransformStrides"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transform(Span<uint> state, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(state.Length, ChaCha20.StateLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, source.Length);
        ReadOnlySpan<uint> s = state;
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination);
        var counters = Vector512.Create(s[ChaCha20.Counter]) + Vector512.Create(0u, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        for (var length = source.Length; length >= Stride; length -= Stride)
        {
            var x0 = Vector512.Create(s[0]);
            var x1 = Vector512.Create(s[1]);
            var x2 = Vector512.Create(s[2]);
            var x3 = Vector512.Create(s[3]);
            var x4 = Vector512.Create(s[4]);
            var x5 = Vector512.Create(s[5]);
            var x6 = Vector512.Create(s[6]);
            var x7 = Vector512.Create(s[7]);
            var x8 = Vector512.Create(s[8]);
            var x9 = Vector512.Create(s[9]);
            var x10 = Vector512.Create(s[10]);
            var x11 = Vector512.Create(s[11]);
            var x12 = counters;
            var x13 = Vector512.Create(s[13]);
            var x14 = Vector512.Create(s[14]);
            var x15 = Vector512.Create(s[15]);
            for (var round = 0; round < 20; round += 2)
            {
                QuarterRound(ref x0, ref x4, ref x8, ref x12);
                QuarterRound(ref x1, ref x5, ref x9, ref x13);
                QuarterRound(ref x2, ref x6, ref x10, ref x14);
                QuarterRound(ref x3, ref x7, ref x11, ref x15);
                QuarterRound(ref x0, ref x5, ref x10, ref x15);
                QuarterRound(ref x1, ref x6, ref x11, ref x12);
                QuarterRound(ref x2, ref x7, ref x8, ref x13);
                QuarterRound(ref x3, ref x4, ref x9, ref x14);
            }
            x0 += Vector512.Create(s[0]);
            x1 += Vector512.Create(s[1]);
            x2 += Vector512.Create(s[2]);
            x3 += Vector512.Create(s[3]);
            Transpose(ref x0, ref x1, ref x2, ref x3);
            x4 += Vector512.Create(s[4]);
            x5 += Vector512.Create(s[5]);
            x6 += Vector512.Create(s[6]);
            x7 += Vector512.Create(s[7]);
            Transpose(ref x4, ref x5, ref x6, ref x7);
            x8 += Vector512.Create(s[8]);
            x9 += Vector512.Create(s[9]);
            x10 += Vector512.Create(s[10]);
            x11 += Vector512.Create(s[11]);
            Transpose(ref x8, ref x9, ref x10, ref x11);
            x12 += counters;
            x13 += Vector512.Create(s[13]);
            x14 += Vector512.Create(s[14]);
            x15 += Vector512.Create(s[15]);
            Transpose(ref x12, ref x13, ref x14, ref x15);
            Xor(x0, x4, x8, x12, ref from, ref to, 0u * ChaCha20.BlockLength);
            Xor(x1, x5, x9, x13, ref from, ref to, 1u * ChaCha20.BlockLength);
            Xor(x2, x6, x10, x14, ref from, ref to, 2u * ChaCha20.BlockLength);
            Xor(x3, x7, x11, x15, ref from, ref to, 3u * ChaCha20.BlockLength);
            counters += Vector512.Create((uint)Blocks);
            from = ref Unsafe.AddByteOffset(ref from, (nuint)Stride);
            to = ref Unsafe.AddByteOffset(ref to, (nuint)Stride);
        }
        state[ChaCha20.Counter] = counters.ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void QuarterRound(
        ref Vector512<uint> a, ref Vector512<uint> b, ref Vector512<uint> c, ref Vector512<uint> d)
    {
        a += b;
        d = Avx512F.RotateLeft(d ^ a, 16);
        c += d;
        b = Avx512F.RotateLeft(b ^ c, 12);
        a += b;
        d = Avx512F.RotateLeft(d ^ a, 8);
        c += d;
        b = Avx512F.RotateLeft(b ^ c, 7);
    }

    /// <summary>
    /// Four words of sixteen blocks, a word a vector, become four consecutive words a 128-bit lane: lane n of the
    /// vector i belongs to block 4n + i.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector512<uint> a, ref Vector512<uint> b, ref Vector512<uint> c, ref Vector512<uint> d)
    {
        var ab = Avx512F.UnpackLow(a, b).AsUInt64();
        var cd = Avx512F.UnpackLow(c, d).AsUInt64();
        var abHigh = Avx512F.UnpackHigh(a, b).AsUInt64();
        var cdHigh = Avx512F.UnpackHigh(c, d).AsUInt64();
        a = Avx512F.UnpackLow(ab, cd).AsUInt32();
        b = Avx512F.UnpackHigh(ab, cd).AsUInt32();
        c = Avx512F.UnpackLow(abHigh, cdHigh).AsUInt32();
        d = Avx512F.UnpackHigh(abHigh, cdHigh).AsUInt32();
    }

    /// <summary>Collects the lanes of four blocks, which lie four blocks apart, and xors them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Xor(
        Vector512<uint> a, Vector512<uint> b, Vector512<uint> c, Vector512<uint> d, ref byte from, ref byte to, nuint offset)
    {
        var ab = Avx512F.Shuffle4x128(a, b, 0b01_00_01_00);
        var cd = Avx512F.Shuffle4x128(c, d, 0b01_00_01_00);
        var abHigh = Avx512F.Shuffle4x128(a, b, 0b11_10_11_10);
        var cdHigh = Avx512F.Shuffle4x128(c, d, 0b11_10_11_10);
        Xor(Avx512F.Shuffle4x128(ab, cd, 0b10_00_10_00), ref from, ref to, offset);
        Xor(Avx512F.Shuffle4x128(ab, cd, 0b11_01_11_01), ref from, ref to, offset + 4 * ChaCha20.BlockLength);
        Xor(Avx512F.Shuffle4x128(abHigh, cdHigh, 0b10_00_10_00), ref from, ref to, offset + 8 * ChaCha20.BlockLength);
        Xor(Avx512F.Shuffle4x128(abHigh, cdHigh, 0b11_01_11_01), ref from, ref to, offset + 12 * ChaCha20.BlockLength);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Xor(Vector512<uint> mask, ref byte from, ref byte to, nuint offset) =>
        (Vector512.LoadUnsafe(ref from, offset) ^ mask.AsByte()).StoreUnsafe(ref to, offset);
}

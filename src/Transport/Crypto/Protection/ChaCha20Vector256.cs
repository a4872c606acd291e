using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Transport.Crypto.Protection;

/// <summary>
/// ChaCha20 with AVX2, eight blocks side by side: each vector holds the same word of all of them.
/// </summary>
internal static class ChaCha20Vector256
{
    public const int Stride = Blocks * ChaCha20.BlockLength;

    private const int Blocks = 8;

    public static bool IsSupported => Vector256.IsHardwareAccelerated && Avx2.IsSupported;

    /// <inheritdoc cref="ChaCha20.TransformStrides"/>
    public static void Transform(Span<uint> state, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(state.Length, ChaCha20.StateLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, source.Length);
        ReadOnlySpan<uint> s = state;
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination);
        var counters = Vector256.Create(s[ChaCha20.Counter]) + Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);
        for (var length = source.Length; length >= Stride; length -= Stride)
        {
            var x0 = Vector256.Create(s[0]);
            var x1 = Vector256.Create(s[1]);
            var x2 = Vector256.Create(s[2]);
            var x3 = Vector256.Create(s[3]);
            var x4 = Vector256.Create(s[4]);
            var x5 = Vector256.Create(s[5]);
            var x6 = Vector256.Create(s[6]);
            var x7 = Vector256.Create(s[7]);
            var x8 = Vector256.Create(s[8]);
            var x9 = Vector256.Create(s[9]);
            var x10 = Vector256.Create(s[10]);
            var x11 = Vector256.Create(s[11]);
            var x12 = counters;
            var x13 = Vector256.Create(s[13]);
            var x14 = Vector256.Create(s[14]);
            var x15 = Vector256.Create(s[15]);
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
            x0 += Vector256.Create(s[0]);
            x1 += Vector256.Create(s[1]);
            x2 += Vector256.Create(s[2]);
            x3 += Vector256.Create(s[3]);
            Transpose(ref x0, ref x1, ref x2, ref x3);
            x4 += Vector256.Create(s[4]);
            x5 += Vector256.Create(s[5]);
            x6 += Vector256.Create(s[6]);
            x7 += Vector256.Create(s[7]);
            Transpose(ref x4, ref x5, ref x6, ref x7);
            x8 += Vector256.Create(s[8]);
            x9 += Vector256.Create(s[9]);
            x10 += Vector256.Create(s[10]);
            x11 += Vector256.Create(s[11]);
            Transpose(ref x8, ref x9, ref x10, ref x11);
            x12 += counters;
            x13 += Vector256.Create(s[13]);
            x14 += Vector256.Create(s[14]);
            x15 += Vector256.Create(s[15]);
            Transpose(ref x12, ref x13, ref x14, ref x15);
            Xor(x0, x4, ref from, ref to, 0u * ChaCha20.BlockLength);
            Xor(x8, x12, ref from, ref to, 0u * ChaCha20.BlockLength + 32);
            Xor(x1, x5, ref from, ref to, 1u * ChaCha20.BlockLength);
            Xor(x9, x13, ref from, ref to, 1u * ChaCha20.BlockLength + 32);
            Xor(x2, x6, ref from, ref to, 2u * ChaCha20.BlockLength);
            Xor(x10, x14, ref from, ref to, 2u * ChaCha20.BlockLength + 32);
            Xor(x3, x7, ref from, ref to, 3u * ChaCha20.BlockLength);
            Xor(x11, x15, ref from, ref to, 3u * ChaCha20.BlockLength + 32);
            counters += Vector256.Create((uint)Blocks);
            from = ref Unsafe.AddByteOffset(ref from, (nuint)Stride);
            to = ref Unsafe.AddByteOffset(ref to, (nuint)Stride);
        }
        state[ChaCha20.Counter] = counters.ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void QuarterRound(
        ref Vector256<uint> a, ref Vector256<uint> b, ref Vector256<uint> c, ref Vector256<uint> d)
    {
        a += b;
        d = RotateLeft(d ^ a, 16);
        c += d;
        b = RotateLeft(b ^ c, 12);
        a += b;
        d = RotateLeft(d ^ a, 8);
        c += d;
        b = RotateLeft(b ^ c, 7);
    }

    private static Vector256<byte> RotateLeft16 => Vector256.Create(
        (byte)2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13,
        18, 19, 16, 17, 22, 23, 20, 21, 26, 27, 24, 25, 30, 31, 28, 29);

    private static Vector256<byte> RotateLeft8 => Vector256.Create(
        (byte)3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14,
        19, 16, 17, 18, 23, 20, 21, 22, 27, 24, 25, 26, 31, 28, 29, 30);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> RotateLeft(Vector256<uint> value, [ConstantExpected] byte bits)
    {
        if (Avx512F.VL.IsSupported) return Avx512F.VL.RotateLeft(value, bits);
        // Whole bytes turn in one instruction.
        if (bits == 16) return Avx2.Shuffle(value.AsByte(), RotateLeft16).AsUInt32();
        if (bits == 8) return Avx2.Shuffle(value.AsByte(), RotateLeft8).AsUInt32();
        return (value << bits) | (value >>> (32 - bits));
    }

    /// <summary>
    /// Four words of eight blocks, a word a vector, become four consecutive words a 128-bit lane: lane n of the vector i
    /// belongs to block 4n + i.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector256<uint> a, ref Vector256<uint> b, ref Vector256<uint> c, ref Vector256<uint> d)
    {
        var ab = Avx2.UnpackLow(a, b).AsUInt64();
        var cd = Avx2.UnpackLow(c, d).AsUInt64();
        var abHigh = Avx2.UnpackHigh(a, b).AsUInt64();
        var cdHigh = Avx2.UnpackHigh(c, d).AsUInt64();
        a = Avx2.UnpackLow(ab, cd).AsUInt32();
        b = Avx2.UnpackHigh(ab, cd).AsUInt32();
        c = Avx2.UnpackLow(abHigh, cdHigh).AsUInt32();
        d = Avx2.UnpackHigh(abHigh, cdHigh).AsUInt32();
    }

    /// <summary>Xors half of two blocks, which lie four blocks apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Xor(Vector256<uint> a, Vector256<uint> b, ref byte from, ref byte to, nuint offset)
    {
        Xor(Avx2.Permute2x128(a, b, 0x20), ref from, ref to, offset);
        Xor(Avx2.Permute2x128(a, b, 0x31), ref from, ref to, offset + 4 * ChaCha20.BlockLength);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Xor(Vector256<uint> mask, ref byte from, ref byte to, nuint offset) =>
        (Vector256.LoadUnsafe(ref from, offset) ^ mask.AsByte()).StoreUnsafe(ref to, offset);
}

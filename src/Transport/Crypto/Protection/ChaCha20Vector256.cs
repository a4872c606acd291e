using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Transport.Crypto.Protection;

/// <summary>
/// ChaCha20 with AVX2: the four rows of two blocks in four vectors, three such groups side by side. That is as many as
/// sixteen registers hold without moving them to memory, and enough to hide the latency of one group.
/// </summary>
internal static class ChaCha20Vector256
{
    public const int Stride = 6 * ChaCha20.BlockLength;

    public static bool IsSupported => Vector256.IsHardwareAccelerated && Avx2.IsSupported;

    private static Vector256<byte> RotateLeft16
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(
            (byte)2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13,
            18, 19, 16, 17, 22, 23, 20, 21, 26, 27, 24, 25, 30, 31, 28, 29);
    }

    private static Vector256<byte> RotateLeft8
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(
            (byte)3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14,
            19, 16, 17, 18, 23, 20, 21, 22, 27, 24, 25, 26, 31, 28, 29, 30);
    }

    /// <inheritdoc cref="ChaCha20.TransformStrides"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transform(Span<uint> state, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(state.Length, ChaCha20.StateLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, source.Length);
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination);
        for (var length = source.Length; length >= Stride; length -= Stride)
        {
            var (a0, b0, c0, d0) = Load(state, 0);
            var (a1, b1, c1, d1) = (a0, b0, c0, d0 + Vector256.Create(2u, 0, 0, 0, 2, 0, 0, 0));
            var (a2, b2, c2, d2) = (a0, b0, c0, d0 + Vector256.Create(4u, 0, 0, 0, 4, 0, 0, 0));
            for (var round = 0; round < 20; round += 2)
            {
                QuarterRounds(ref a0, ref b0, ref c0, ref d0);
                QuarterRounds(ref a1, ref b1, ref c1, ref d1);
                QuarterRounds(ref a2, ref b2, ref c2, ref d2);
                // Turning the rows makes columns of the diagonals.
                TurnRows(ref b0, ref c0, ref d0);
                TurnRows(ref b1, ref c1, ref d1);
                TurnRows(ref b2, ref c2, ref d2);
                QuarterRounds(ref a0, ref b0, ref c0, ref d0);
                QuarterRounds(ref a1, ref b1, ref c1, ref d1);
                QuarterRounds(ref a2, ref b2, ref c2, ref d2);
                TurnRows(ref d0, ref c0, ref b0);
                TurnRows(ref d1, ref c1, ref b1);
                TurnRows(ref d2, ref c2, ref b2);
            }
            Finish(state, 0, a0, b0, c0, d0, ref from, ref to);
            Finish(state, 2, a1, b1, c1, d1, ref from, ref to);
            Finish(state, 4, a2, b2, c2, d2, ref from, ref to);
            from = ref Unsafe.AddByteOffset(ref from, (nuint)Stride);
            to = ref Unsafe.AddByteOffset(ref to, (nuint)Stride);
            state[ChaCha20.Counter] = unchecked(state[ChaCha20.Counter] + Stride / ChaCha20.BlockLength);
        }
    }

    /// <summary>The rows of the blocks <paramref name="first"/> and the next, counted from the state's counter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<uint> A, Vector256<uint> B, Vector256<uint> C, Vector256<uint> D) Load(ReadOnlySpan<uint> state, uint first)
    {
        var a = Vector128.Create(state);
        var b = Vector128.Create(state[4..]);
        var c = Vector128.Create(state[8..]);
        var d = Vector128.Create(state[12..]);
        return (
            Vector256.Create(a, a),
            Vector256.Create(b, b),
            Vector256.Create(c, c),
            Vector256.Create(d, d) + Vector256.Create(first, 0, 0, 0, first + 1, 0, 0, 0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void QuarterRounds(
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnRows(ref Vector256<uint> byOne, ref Vector256<uint> byTwo, ref Vector256<uint> byThree)
    {
        byOne = Avx2.Shuffle(byOne, 0b00_11_10_01);
        byTwo = Avx2.Shuffle(byTwo, 0b01_00_11_10);
        byThree = Avx2.Shuffle(byThree, 0b10_01_00_11);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> RotateLeft(Vector256<uint> value, [ConstantExpected] byte bits)
    {
        if (Avx512F.VL.IsSupported) return Avx512F.VL.RotateLeft(value, bits);
        // Whole bytes turn in one instruction.
        if (bits == 16) return Avx2.Shuffle(value.AsByte(), RotateLeft16).AsUInt32();
        if (bits == 8) return Avx2.Shuffle(value.AsByte(), RotateLeft8).AsUInt32();
        return (value << bits) | (value >>> (32 - bits));
    }

    /// <summary>Adds the rows at the start, and xors the two blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(
        ReadOnlySpan<uint> state,
        uint first,
        Vector256<uint> a,
        Vector256<uint> b,
        Vector256<uint> c,
        Vector256<uint> d,
        ref byte from,
        ref byte to)
    {
        var start = Load(state, first);
        a += start.A;
        b += start.B;
        c += start.C;
        d += start.D;
        var offset = (nuint)first * ChaCha20.BlockLength;
        Xor(Avx2.Permute2x128(a, b, 0x20), ref from, ref to, offset);
        Xor(Avx2.Permute2x128(c, d, 0x20), ref from, ref to, offset + 32);
        Xor(Avx2.Permute2x128(a, b, 0x31), ref from, ref to, offset + 64);
        Xor(Avx2.Permute2x128(c, d, 0x31), ref from, ref to, offset + 96);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Xor(Vector256<uint> mask, ref byte from, ref byte to, nuint offset) =>
        (Vector256.LoadUnsafe(ref from, offset) ^ mask.AsByte()).StoreUnsafe(ref to, offset);
}

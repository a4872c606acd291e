using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Transport.Crypto.Protection;

/// <summary>
/// ChaCha20 with the four rows of one block in four vectors. It runs on every machine; where there are no vectors, the
/// runtime computes them with plain words.
/// </summary>
internal static class ChaCha20Vector128
{
    public const int Stride = ChaCha20.BlockLength;

    /// <inheritdoc cref="ChaCha20.TransformStrides"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transform(Span<uint> state, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(state.Length, ChaCha20.StateLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, source.Length);
        var row0 = Vector128.Create<uint>(state);
        var row1 = Vector128.Create<uint>(state[4..]);
        var row2 = Vector128.Create<uint>(state[8..]);
        var row3 = Vector128.Create<uint>(state[12..]);
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination);
        for (var offset = (nuint)0; (nuint)source.Length - offset >= Stride; offset += Stride)
        {
            var (a, b, c, d) = (row0, row1, row2, row3);
            for (var round = 0; round < 20; round += 2)
            {
                QuarterRounds(ref a, ref b, ref c, ref d);
                // Turning the rows makes columns of the diagonals.
                b = Vector128.Shuffle(b, Vector128.Create(1u, 2, 3, 0));
                c = Vector128.Shuffle(c, Vector128.Create(2u, 3, 0, 1));
                d = Vector128.Shuffle(d, Vector128.Create(3u, 0, 1, 2));
                QuarterRounds(ref a, ref b, ref c, ref d);
                b = Vector128.Shuffle(b, Vector128.Create(3u, 0, 1, 2));
                c = Vector128.Shuffle(c, Vector128.Create(2u, 3, 0, 1));
                d = Vector128.Shuffle(d, Vector128.Create(1u, 2, 3, 0));
            }
            Xor(a + row0, ref from, ref to, offset);
            Xor(b + row1, ref from, ref to, offset + 16);
            Xor(c + row2, ref from, ref to, offset + 32);
            Xor(d + row3, ref from, ref to, offset + 48);
            row3 += Vector128.Create(1u, 0, 0, 0);
        }
        state[ChaCha20.Counter] = row3.ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void QuarterRounds(
        ref Vector128<uint> a, ref Vector128<uint> b, ref Vector128<uint> c, ref Vector128<uint> d)
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
    private static Vector128<uint> RotateLeft(Vector128<uint> value, [ConstantExpected] byte bits) => Avx512F.VL.IsSupported
        ? Avx512F.VL.RotateLeft(value, bits)
        : (value << bits) | (value >>> (32 - bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Xor(Vector128<uint> mask, ref byte from, ref byte to, nuint offset) =>
        (Vector128.LoadUnsafe(ref from, offset) ^ mask.AsByte()).StoreUnsafe(ref to, offset);
}

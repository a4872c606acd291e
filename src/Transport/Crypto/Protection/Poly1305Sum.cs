using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sluice.Transport.Crypto.Protection;

/// <summary>
/// The polynomial of Poly1305 modulo 2^130 - 5, evaluated block by block in limbs of 64 bits. It takes the same time for
/// all keys and messages of one length.
/// </summary>
internal struct Poly1305Sum
{
    private readonly ulong _r0;
    private readonly ulong _r1;

    /// <summary>5/4 of r1, whole because clamping clears its two lowest bits: what lies at 2^130 counts five times at 1.</summary>
    private readonly ulong _s1;

    private ulong _h0;
    private ulong _h1;
    private ulong _h2;

    /// <param name="r">16 bytes, clamped here.</param>
    public Poly1305Sum(ReadOnlySpan<byte> r)
    {
        _r0 = BinaryPrimitives.ReadUInt64LittleEndian(r) & 0x0ffffffc0fffffff;
        _r1 = BinaryPrimitives.ReadUInt64LittleEndian(r[8..]) & 0x0ffffffc0ffffffc;
        _s1 = _r1 + (_r1 >> 2);
    }

    /// <summary>Takes over from <see cref="Poly1305Vector512"/>, whose limbs have 26 bits or a little more.</summary>
    public void Set(ReadOnlySpan<ulong> limbs)
    {
        var low = (UInt128)limbs[0] + ((UInt128)limbs[1] << 26) + ((UInt128)limbs[2] << 52) + ((UInt128)limbs[3] << 78);
        var high = (low >> 64) + ((UInt128)limbs[4] << 40);
        // What lies above 2^130 comes back five times.
        var above = (ulong)(high >> 66);
        var sum = (UInt128)(ulong)low + above * 5;
        high = (high & new UInt128(3, ulong.MaxValue)) + (sum >> 64);
        (_h0, _h1, _h2) = ((ulong)sum, (ulong)high, (ulong)(high >> 64));
    }

    /// <summary>Adds blocks of 16 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddBlocks(ReadOnlySpan<byte> blocks)
    {
        var (h0, h1, h2) = (_h0, _h1, _h2);
        for (; blocks.Length >= 16; blocks = blocks[16..])
        {
            AddAndMultiply(
                ref h0, ref h1, ref h2,
                BinaryPrimitives.ReadUInt64LittleEndian(blocks),
                BinaryPrimitives.ReadUInt64LittleEndian(blocks[8..]),
                1);
        }
        (_h0, _h1, _h2) = (h0, h1, h2);
    }

    /// <summary>Writes r in five limbs of 26 bits.</summary>
    public readonly void GetMultiplier(Span<ulong> limbs)
    {
        const ulong Mask = (1 << 26) - 1;
        limbs[0] = _r0 & Mask;
        limbs[1] = (_r0 >> 26) & Mask;
        limbs[2] = ((_r0 >> 52) | (_r1 << 12)) & Mask;
        limbs[3] = (_r1 >> 14) & Mask;
        limbs[4] = _r1 >> 40;
    }

    /// <summary>Adds the last block, which has 1 to 15 bytes.</summary>
    public void AddLast(ReadOnlySpan<byte> block)
    {
        Span<byte> padded = stackalloc byte[16];
        padded.Clear();
        block.CopyTo(padded);
        padded[block.Length] = 1;
        AddAndMultiply(
            ref _h0, ref _h1, ref _h2,
            BinaryPrimitives.ReadUInt64LittleEndian(padded),
            BinaryPrimitives.ReadUInt64LittleEndian(padded[8..]),
            0);
    }

    /// <summary>The sum modulo 2^130 - 5, cut to 128 bits.</summary>
    public readonly UInt128 Reduce()
    {
        // Five more than the sum reach 2^130 exactly if the sum is not below the modulus.
        var low = new UInt128(_h1, _h0);
        var less = unchecked(low + 5);
        var carry = less < low ? 1ul : 0;
        var mask = unchecked(0 - ((_h2 + carry) >> 2));
        var mask128 = new UInt128(mask, mask);
        return (less & mask128) | (low & ~mask128);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void AddAndMultiply(ref ulong h0, ref ulong h1, ref ulong h2, ulong m0, ulong m1, ulong m2)
    {
        unchecked
        {
            h0 += m0;
            var carry = h0 < m0 ? 1ul : 0;
            m1 += carry;
            m2 += m1 < carry ? 1ul : 0;
            h1 += m1;
            h2 += m2 + (h1 < m1 ? 1ul : 0);

            var high0 = Math.BigMul(h0, _r0, out var low0);
            var high = Math.BigMul(h1, _s1, out var low);
            Add(ref high0, ref low0, high, low);

            var high1 = Math.BigMul(h0, _r1, out var low1);
            high = Math.BigMul(h1, _r0, out low);
            Add(ref high1, ref low1, high, low);
            Add(ref high1, ref low1, 0, h2 * _s1);
            Add(ref high1, ref low1, 0, high0);

            h2 = h2 * _r0 + high1;
            // What lies above 2^130 comes back five times: four times by masking, once by shifting.
            var above = (h2 & ~3ul) + (h2 >> 2);
            h2 &= 3;
            h0 = low0 + above;
            carry = h0 < above ? 1ul : 0;
            h1 = low1 + carry;
            h2 += h1 < carry ? 1ul : 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref ulong high, ref ulong low, ulong moreHigh, ulong moreLow)
    {
        low += moreLow;
        high += moreHigh + (low < moreLow ? 1ul : 0);
    }
}

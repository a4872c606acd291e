using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// Powers modulo an odd number of up to 8192 bits, by Montgomery's multiplication. Numbers are limbs of 64 bits,
/// the lowest first. The time of a power depends on the sizes of modulus and exponent, never on their values or the
/// base's: neither the runtime's ModPow nor BouncyCastle's can say that. Immutable and thread-safe.
/// </summary>
internal sealed class MontgomeryModulus
{
    /// <summary>The most limbs that a modulus may have.</summary>
    public const int MaxLimbs = 128;

    private const int WindowBits = 4;
    private const int TableSize = 1 << WindowBits;

    private readonly ulong[] _limbs;

    // R is 2^64 to the number of limbs.
    private readonly ulong[] _one;
    private readonly ulong[] _radixSquared;
    private readonly ulong _negativeInverse;

    /// <param name="limbs">The modulus, odd and above 1; it is kept.</param>
    public MontgomeryModulus(ulong[] limbs)
    {
        if (limbs.Length is 0 or > MaxLimbs || (limbs[0] & 1) == 0) throw new ArgumentException("The modulus must be odd.", nameof(limbs));
        _limbs = limbs;
        // Newton's iteration doubles the right bits of the inverse: 3, 6, ... 96.
        var inverse = _limbs[0];
        for (var i = 0; i < 5; i++) inverse *= 2 - (_limbs[0] * inverse);
        _negativeInverse = 0 - inverse;
        _one = new ulong[_limbs.Length];
        _radixSquared = new ulong[_limbs.Length];
        // 1 doubled as often as R has bits is R modulo m, and that again R² modulo m.
        _one[0] = 1;
        for (var i = 0; i < 64 * _limbs.Length; i++) Double(_one);
        _one.CopyTo(_radixSquared.AsSpan());
        for (var i = 0; i < 64 * _limbs.Length; i++) Double(_radixSquared);
    }

    /// <summary>Limbs of the modulus and of every number below it.</summary>
    public int Length => _limbs.Length;

    /// <summary>The modulus.</summary>
    public ReadOnlySpan<ulong> Limbs => _limbs;

    /// <summary>Writes the power of a base below the modulus; all but the exponent have <see cref="Length"/> limbs.</summary>
    public void Power(ReadOnlySpan<ulong> number, ReadOnlySpan<ulong> exponent, Span<ulong> result)
    {
        var n = Length;
        Span<ulong> table = stackalloc ulong[TableSize * MaxLimbs];
        Span<ulong> chosen = stackalloc ulong[MaxLimbs];
        Span<ulong> power = stackalloc ulong[MaxLimbs];
        chosen = chosen[..n];
        power = power[..n];
        _one.CopyTo(table);
        Multiply(number, _radixSquared, table.Slice(n, n));
        for (var i = 2; i < TableSize; i++) Multiply(table.Slice((i - 1) * n, n), table.Slice(n, n), table.Slice(i * n, n));

        _one.CopyTo(power);
        for (var bit = (64 * exponent.Length) - WindowBits; bit >= 0; bit -= WindowBits)
        {
            for (var i = 0; i < WindowBits; i++) Multiply(power, power, power);
            Choose(table, (exponent[bit / 64] >> (bit % 64)) & (TableSize - 1), chosen);
            Multiply(power, chosen, power);
        }
        chosen.Clear();
        chosen[0] = 1;
        Multiply(power, chosen, result);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(table));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(power));
    }

    /// <summary>Reads a big-endian number; limbs above it become zero.</summary>
    public static void ReadLimbs(ReadOnlySpan<byte> bigEndian, Span<ulong> limbs)
    {
        Span<byte> padded = stackalloc byte[MaxLimbs * 8];
        padded = padded[..(limbs.Length * 8)];
        padded.Clear();
        bigEndian.CopyTo(padded[^bigEndian.Length..]);
        for (var i = 0; i < limbs.Length; i++) limbs[i] = BinaryPrimitives.ReadUInt64BigEndian(padded[^((i + 1) * 8)..]);
    }

    /// <summary>The number of a big-endian text whose length is a multiple of 8.</summary>
    public static ulong[] ToLimbs(ReadOnlySpan<byte> bigEndian)
    {
        var limbs = new ulong[bigEndian.Length / 8];
        ReadLimbs(bigEndian, limbs);
        return limbs;
    }

    /// <summary>Writes the limbs big-endian into exactly as many bytes.</summary>
    public static void WriteLimbs(ReadOnlySpan<ulong> limbs, Span<byte> bigEndian)
    {
        for (var i = 0; i < limbs.Length; i++) BinaryPrimitives.WriteUInt64BigEndian(bigEndian[^((i + 1) * 8)..], limbs[i]);
    }

    /// <summary>Reads every entry, so that the memory it touches does not tell the index.</summary>
    private static void Choose(ReadOnlySpan<ulong> table, ulong index, Span<ulong> chosen)
    {
        chosen.Clear();
        for (var entry = 0; entry < TableSize; entry++)
        {
            var difference = (ulong)entry ^ index;
            var mask = ((difference | (0 - difference)) >> 63) - 1;
            var row = table.Slice(entry * chosen.Length, chosen.Length);
            for (var i = 0; i < chosen.Length; i++) chosen[i] |= row[i] & mask;
        }
    }

    /// <summary>left · right / R modulo m. The result may be either factor.</summary>
    private void Multiply(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> result)
    {
        var n = Length;
        Span<ulong> sum = stackalloc ulong[MaxLimbs];
        sum = sum[..n];
        sum.Clear();
        ref var a = ref MemoryMarshal.GetReference(left[..n]);
        ref var m = ref MemoryMarshal.GetReference(_limbs.AsSpan());
        ref var t = ref MemoryMarshal.GetReference(sum);
        ulong top = 0;
        for (var i = 0; i < n; i++)
        {
            // One limb of right times left, and the multiple of m that makes the lowest limb zero, in one pass.
            var factor = right[i];
            var carry = MultiplyAdd(a, factor, t, 0, out var low);
            var quotient = low * _negativeInverse;
            var reduction = MultiplyAdd(m, quotient, low, 0, out _);
            for (var j = 1; j < n; j++)
            {
                carry = MultiplyAdd(Unsafe.Add(ref a, j), factor, Unsafe.Add(ref t, j), carry, out low);
                reduction = MultiplyAdd(Unsafe.Add(ref m, j), quotient, low, reduction, out Unsafe.Add(ref t, j - 1));
            }
            var last = carry + reduction;
            var over = last < carry ? 1UL : 0UL;
            last += top;
            over += last < top ? 1UL : 0UL;
            Unsafe.Add(ref t, n - 1) = last;
            top = over;
        }
        SubtractOnce(sum, top, result);
    }

    /// <summary>Twice the number modulo m; used on public numbers and in the same time for all.</summary>
    private void Double(Span<ulong> number)
    {
        ulong carry = 0;
        for (var i = 0; i < number.Length; i++) (number[i], carry) = ((number[i] << 1) | carry, number[i] >> 63);
        SubtractOnce(number, carry, number);
    }

    /// <summary>Takes m off once if the number with its top limb is not below it.</summary>
    private void SubtractOnce(ReadOnlySpan<ulong> number, ulong top, Span<ulong> result)
    {
        Span<ulong> reduced = stackalloc ulong[MaxLimbs];
        reduced = reduced[..Length];
        var borrow = Subtract(number, _limbs, reduced);
        // Below m exactly if the subtraction borrowed more than the top limb has.
        var keep = 0 - (borrow & (top ^ 1));
        for (var i = 0; i < Length; i++) result[i] = (number[i] & keep) | (reduced[i] & ~keep);
    }

    private static ulong Subtract(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> result)
    {
        ulong borrow = 0;
        for (var i = 0; i < result.Length; i++)
        {
            var difference = left[i] - right[i];
            var under = left[i] < right[i] ? 1UL : 0UL;
            under |= difference < borrow ? 1UL : 0UL;
            result[i] = difference - borrow;
            borrow = under;
        }
        return borrow;
    }

    /// <summary>x · y + addend + carry, which always fits into two limbs; gives the higher.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MultiplyAdd(ulong x, ulong y, ulong addend, ulong carry, out ulong low)
    {
        var high = Math.BigMul(x, y, out low);
        low += addend;
        high += low < addend ? 1UL : 0UL;
        low += carry;
        return high + (low < carry ? 1UL : 0UL);
    }
}

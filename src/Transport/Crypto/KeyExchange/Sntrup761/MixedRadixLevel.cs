namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// One level of <see cref="MixedRadix"/>: numbers below one radix, the last below one of its own, that become half as many.
/// The level of one number writes all its bytes.
/// </summary>
internal readonly struct MixedRadixLevel
{
    private const int Limit = 1 << 14;

    private readonly int _start;
    private readonly PublicDivisor _radix;
    private readonly PublicDivisor _lastRadix;
    private readonly int _pairBytes;
    private readonly int _lastBytes;
    private readonly int _nextRadix;
    private readonly int _nextLastRadix;

    /// <param name="start">Where this level's bytes begin.</param>
    /// <param name="count">Numbers.</param>
    /// <param name="radix">What all but the last are below.</param>
    /// <param name="lastRadix">What the last is below.</param>
    public MixedRadixLevel(int start, int count, int radix, int lastRadix)
    {
        (_start, Count) = (start, count);
        (_radix, _lastRadix) = (new PublicDivisor(radix), new PublicDivisor(lastRadix));
        (_pairBytes, _nextRadix) = Shed(radix * radix, Limit);
        (_lastBytes, _nextLastRadix) =
            count == 1 ? Shed(lastRadix, 2) :
            count % 2 == 0 ? Shed(radix * lastRadix, Limit) :
            (0, lastRadix);
        End = start + Math.Max(0, (count - 1) / 2) * _pairBytes + _lastBytes;
    }

    public int Count { get; }

    /// <summary>Where this level's bytes end.</summary>
    public int End { get; }

    /// <summary>The level of the merged numbers.</summary>
    public MixedRadixLevel Next() => new(End, (Count + 1) / 2, _nextRadix, _nextLastRadix);

    /// <summary>Merges the pairs in place, and writes what bytes they shed.</summary>
    public void Merge(Span<uint> numbers, Span<byte> encoded)
    {
        var at = _start;
        for (var i = 0; i < Count; i += 2)
        {
            var merged = numbers[i];
            if (i + 1 < Count) merged += numbers[i + 1] * _radix.Value;
            for (var bytes = BytesOf(i); bytes > 0; bytes--)
            {
                encoded[at++] = (byte)merged;
                merged >>= 8;
            }
            numbers[i / 2] = merged;
        }
    }

    /// <summary>Puts the bytes back and splits the merged numbers in place, from the last to the first.</summary>
    public void Split(ReadOnlySpan<byte> encoded, Span<uint> numbers)
    {
        var at = End;
        for (var i = (Count - 1) & ~1; i >= 0; i -= 2)
        {
            // The only number of the last level has all its bytes in the encoding.
            var merged = Count == 1 ? 0 : numbers[i / 2];
            for (var bytes = BytesOf(i); bytes > 0; bytes--) merged = (merged << 8) | encoded[--at];
            if (i + 1 < Count)
            {
                var (quotient, remainder) = _radix.Divide(merged);
                numbers[i] = remainder;
                numbers[i + 1] = (i + 2 < Count ? _radix : _lastRadix).Divide(quotient).Remainder;
            }
            else
            {
                numbers[i] = _lastRadix.Divide(merged).Remainder;
            }
        }
    }

    private int BytesOf(int number) => number + 2 < Count ? _pairBytes : _lastBytes;

    /// <summary>How many bytes a number below a radix sheds until its radix is below the limit, and that radix.</summary>
    private static (int Bytes, int Radix) Shed(int radix, int limit)
    {
        var bytes = 0;
        for (; radix >= limit; bytes++) radix = (radix + 255) >> 8;
        return (bytes, radix);
    }
}

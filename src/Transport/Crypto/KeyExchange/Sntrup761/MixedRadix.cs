namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// The encoding of NTRU Prime for numbers below a radix that is no power of two: pairs are merged into one number, whose
/// low bytes are written as long as what is left has a radix of 2^14 or more, and the rest is encoded in the same way.
/// Immutable. Sizes and radices are public, so the numbers alone are kept from branches and divisions.
/// </summary>
internal sealed class MixedRadix
{
    private readonly MixedRadixLevel[] _levels;

    /// <param name="count">How many numbers, at least 1.</param>
    /// <param name="radix">What each is below, at most 2^14.</param>
    public MixedRadix(int count, int radix)
    {
        var levels = new List<MixedRadixLevel>();
        var level = new MixedRadixLevel(0, count, radix, radix);
        for (; level.Count > 1; level = level.Next()) levels.Add(level);
        levels.Add(level);
        _levels = [.. levels];
        Count = count;
        Size = level.End;
    }

    /// <summary>Numbers encoded.</summary>
    public int Count { get; }

    /// <summary>Bytes of the encoding.</summary>
    public int Size { get; }

    /// <summary>Encodes <see cref="Count"/> numbers, which it overwrites, into <see cref="Size"/> bytes.</summary>
    public void Encode(Span<uint> numbers, Span<byte> encoded)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(numbers.Length, Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(encoded.Length, Size);
        foreach (var level in _levels) level.Merge(numbers, encoded);
    }

    /// <summary>Decodes any <see cref="Size"/> bytes into <see cref="Count"/> numbers, each reduced below its radix.</summary>
    public void Decode(ReadOnlySpan<byte> encoded, Span<uint> numbers)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(encoded.Length, Size);
        ArgumentOutOfRangeException.ThrowIfNotEqual(numbers.Length, Count);
        for (var i = _levels.Length - 1; i >= 0; i--) _levels[i].Split(encoded, numbers);
    }
}

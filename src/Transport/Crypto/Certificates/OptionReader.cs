using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Certificates;

/// <summary>
/// Walks through a certificate's critical options or extensions: pairs of strings, each name at most once and in
/// lexical order, as PROTOCOL.certkeys demands.
/// </summary>
internal ref struct OptionReader(ReadOnlySpan<byte> list)
{
    private WireReader _reader = new(list);
    private ReadOnlySpan<byte> _previous;
    private bool _isFirst = true;

    /// <summary>True once something did not fit; then there is no next.</summary>
    public bool Failed { get; private set; }

    /// <summary>The next pair; false at the end and after a failure.</summary>
    public bool TryRead(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> data)
    {
        name = data = default;
        if (Failed || _reader.Remaining.IsEmpty) return false;
        var current = _reader.ReadString();
        var value = _reader.ReadString();
        Failed = _reader.Failed || current.IsEmpty || (!_isFirst && current.SequenceCompareTo(_previous) <= 0);
        _previous = current;
        _isFirst = false;
        name = current;
        data = value;
        return !Failed;
    }
}

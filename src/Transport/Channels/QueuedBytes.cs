namespace Sluice.Transport.Channels;

/// <summary>
/// Counts a channel's data bytes that wait in a queue which many channels share, by two marks in the queue's stream: an
/// upper bound that reaches zero when everything up to the last mark has gone.
/// </summary>
internal struct QueuedBytes
{
    private long _olderBytes;
    private long _olderMark;
    private long _newerBytes;
    private long _newerMark;

    public readonly long Total => _olderBytes + _newerBytes;

    /// <summary>Bytes were put in line, which now ends at <paramref name="position"/>.</summary>
    public void Add(int bytes, long position)
    {
        _newerBytes += bytes;
        _newerMark = position;
    }

    /// <summary>The queue has gone up to <paramref name="position"/>.</summary>
    public void Release(long position)
    {
        if (position >= _newerMark)
        {
            _olderBytes = _newerBytes = 0;
        }
        else if (position >= _olderMark)
        {
            (_olderBytes, _olderMark) = (_newerBytes, _newerMark);
            _newerBytes = 0;
        }
    }
}

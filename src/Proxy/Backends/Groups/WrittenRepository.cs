namespace Sluice.Proxy.Backends.Groups;

/// <summary>The writes of one repository. Its owner's lock guards it.</summary>
internal sealed class WrittenRepository
{
    private int _running;
    private long? _endedAt;

    public WrittenRepository(RepositoryKey key)
    {
        Key = key;
        Node = new LinkedListNode<WrittenRepository>(this);
    }

    /// <summary>The repository.</summary>
    public RepositoryKey Key { get; }

    /// <summary>Its place in the order of ending.</summary>
    public LinkedListNode<WrittenRepository> Node { get; }

    /// <summary>A write has begun.</summary>
    public void Begin() => _running++;

    /// <summary>A write has ended; true if no other is running.</summary>
    public bool End(long now)
    {
        _endedAt = now;
        return --_running == 0;
    }

    /// <summary>True while a write runs, and for that many milliseconds after the last one's end.</summary>
    public bool IsWithin(double milliseconds, long now) => _running > 0 || (_endedAt is { } ended && now - ended < milliseconds);
}

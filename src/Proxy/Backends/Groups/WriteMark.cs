namespace Sluice.Proxy.Backends.Groups;

/// <summary>A write that is under way. Whoever got it ends it on every path, or its repository is read from primaries for ever.</summary>
internal sealed class WriteMark(RecentWrites writes, WrittenRepository repository)
{
    private int _ended;

    /// <summary>The write is over, whatever came of it: the time for reading from the primary counts from <paramref name="now"/>. Later calls do nothing.</summary>
    public void End(long now)
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0) writes.End(repository, now);
    }
}

namespace Sluice.Proxy.Admission;

/// <summary>
/// The sources of one address family that something is remembered of, at most as many as it is told. Guarded by the
/// gate's lock.
/// </summary>
internal sealed class SourceTable
{
    private const long SweepMilliseconds = 60_000;
    private const long FullMilliseconds = 1000;

    private readonly Dictionary<SourceBlock, Source> _sources = [];
    private long _nextSweep;
    private long _fullUntil;

    /// <summary>How many there are.</summary>
    public int Count => _sources.Count;

    /// <summary>The source, or null if nothing is remembered of it.</summary>
    public Source? Find(SourceBlock block) => _sources.GetValueOrDefault(block);

    /// <summary>
    /// The source; a new one if it is not there. Null if there is no room, and <paramref name="isFull"/> forbids to forget
    /// one that is kept out.
    /// </summary>
    /// <param name="block">Which.</param>
    /// <param name="most">How many there may be.</param>
    /// <param name="isFull">True if a full table is to refuse, false if it is to forget.</param>
    /// <param name="now">The gate's milliseconds.</param>
    public Source? FindOrAdd(SourceBlock block, int most, bool isFull, long now)
    {
        if (_sources.TryGetValue(block, out var source)) return source;
        if (now >= _nextSweep) Sweep(now);
        if (_sources.Count >= most && !MakeRoom(most, isFull, now)) return null;
        source = new Source(block);
        _sources.Add(block, source);
        return source;
    }

    /// <summary>Forgets a source that there is nothing to remember of.</summary>
    public void Forget(Source source, long now)
    {
        // One that found no room is not in it, and another of the same addresses may be.
        if (source.Startups == 0 && source.KeepUntil <= now && Find(source.Block) == source) _sources.Remove(source.Block);
    }

    private void Sweep(long now)
    {
        _nextSweep = now + SweepMilliseconds;
        foreach (var source in _sources.Values) Forget(source, now);
    }

    /// <summary>
    /// Forgets a quarter of them at once, those first that would be forgotten first, so that looking at all of them is
    /// rare however many come. Who has connections is not forgotten: their number is bounded by MaxStartups.
    /// </summary>
    private bool MakeRoom(int most, bool isFull, long now)
    {
        // A table that has been full just now still is: a flood must not make us look at all of it for each connection.
        if (isFull && now < _fullUntil) return false;
        Sweep(now);
        if (_sources.Count < most) return true;
        var leaving = _sources.Values
            .Where(source => source.Startups == 0 && !(isFull && source.IsKeptOut(now)))
            .OrderBy(source => source.KeepUntil)
            .Take(Math.Max(1, most / 4))
            .ToList();
        foreach (var source in leaving) _sources.Remove(source.Block);
        if (leaving.Count > 0 || !isFull) return true;
        _fullUntil = now + FullMilliseconds;
        return false;
    }
}

using Sluice.Proxy.Options;

namespace Sluice.Proxy.Backends.Groups;

/// <summary>
/// Which repositories are being written or were a moment ago. There is one for the process and not one for each group,
/// because a route may send writes to a backend by its own name and reads to a group that it is in. What it has no room
/// to remember counts as a write of every repository, which costs reads a detour and never shows them the past.
/// </summary>
/// <remarks>
/// One lock guards all: what happens in it is a look-up and a few links, once for a request, and the two orders, by key
/// and by time, must not come apart. Times are milliseconds of a clock that never goes back.
/// </remarks>
/// <param name="retention">How long after its end a write is remembered.</param>
/// <param name="capacity">The most repositories that are remembered one by one.</param>
internal sealed class RecentWrites(TimeSpan retention, int capacity = RecentWrites.DefaultCapacity)
{
    /// <summary>Some ten megabytes at the worst.</summary>
    public const int DefaultCapacity = 1 << 16;

    // More than one, or nothing would ever be caught up; few, so that nobody waits for the lock.
    private const int SweptAtOnce = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<RepositoryKey, WrittenRepository> _repositories = [];
    private readonly LinkedList<WrittenRepository> _ended = [];
    private readonly WrittenRepository _anyOther = new(default);
    private double _retention = retention.TotalMilliseconds;

    /// <summary>How many repositories are remembered one by one.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _repositories.Count;
        }
    }

    /// <summary>One that remembers for as long as any of the groups asks.</summary>
    public static RecentWrites For(IEnumerable<BackendGroupModel> groups) => new(Longest(groups));

    /// <summary>From now on remembers for as long as any of these groups asks; what was forgotten before stays forgotten.</summary>
    public void Serve(IEnumerable<BackendGroupModel> groups)
    {
        lock (_lock) _retention = Longest(groups).TotalMilliseconds;
    }

    /// <summary>A write begins. Call it before the backend hears of it, for any backend and group.</summary>
    public WriteMark Begin(string repository, long now)
    {
        var key = RepositoryKey.Of(repository);
        lock (_lock)
        {
            Sweep(now);
            if (!_repositories.TryGetValue(key, out var written))
            {
                if (_repositories.Count < capacity) _repositories.Add(key, written = new WrittenRepository(key));
                else written = _anyOther;
            }
            written.Begin();
            if (written.Node.List is not null) _ended.Remove(written.Node);
            return new WriteMark(this, written);
        }
    }

    /// <summary>True if a write of the repository is running or ended less than <paramref name="within"/> ago, which must not be more than is remembered.</summary>
    public bool Contains(RepositoryKey repository, TimeSpan within, long now)
    {
        if (within <= TimeSpan.Zero) return false;
        var milliseconds = within.TotalMilliseconds;
        lock (_lock)
        {
            return _anyOther.IsWithin(milliseconds, now)
                || (_repositories.TryGetValue(repository, out var written) && written.IsWithin(milliseconds, now));
        }
    }

    /// <summary>A mark's end.</summary>
    internal void End(WrittenRepository repository, long now)
    {
        lock (_lock)
        {
            if (repository.End(now) && repository != _anyOther) _ended.AddLast(repository.Node);
            Sweep(now);
        }
    }

    private static TimeSpan Longest(IEnumerable<BackendGroupModel> groups) => groups.Select(group => group.ReadYourWrites).DefaultIfEmpty().Max();

    // The list is in the order of ending, so what may be forgotten is at its head.
    private void Sweep(long now)
    {
        for (var i = 0; i < SweptAtOnce && _ended.First is { } oldest && !oldest.Value.IsWithin(_retention, now); i++)
        {
            _ended.Remove(oldest);
            _repositories.Remove(oldest.Value.Key);
        }
    }
}

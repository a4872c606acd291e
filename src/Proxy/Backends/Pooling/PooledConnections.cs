using Sluice.Proxy.Options;

namespace Sluice.Proxy.Backends.Pooling;

/// <summary>The connections of a pool that are made and alive: which one to use, and which ones to close. Not safe for several threads.</summary>
internal sealed class PooledConnections(PoolModel settings, TimeProvider time)
{
    private readonly List<PooledConnection> _all = [];

    /// <summary>How many there are.</summary>
    public int Count => _all.Count;

    /// <summary>All of them, at this moment.</summary>
    public List<PooledConnection> ToList() => [.. _all];

    /// <summary>Those without a session.</summary>
    public int Idle => _all.Count(connection => connection.Sessions == 0);

    /// <summary>Those without a session that could be used.</summary>
    public int Ready
    {
        get
        {
            var stalledSince = StalledSince;
            return _all.Count(connection => connection is { Sessions: 0, IsLeaving: false } && !connection.IsStalled(stalledSince));
        }
    }

    /// <summary>Those that will be used again: what MaxConnections bounds.</summary>
    public int Staying => _all.Count(connection => !connection.IsLeaving);

    private long StalledSince => time.Before(settings.StallTimeout);

    public void Add(PooledConnection connection) => _all.Add(connection);

    /// <summary>True if it was there.</summary>
    public bool Remove(PooledConnection connection) => _all.Remove(connection);

    /// <summary>The least loaded connection with a free place; of equals the one that was used last, so that the others can retire. Null if there is none.</summary>
    public PooledConnection? FindPlace()
    {
        var stalledSince = StalledSince;
        PooledConnection? best = null;
        foreach (var connection in _all)
        {
            if (connection.IsLeaving || connection.Sessions >= connection.Limit || !connection.Ssh!.IsAlive || connection.IsStalled(stalledSince)) continue;
            if (best is null || connection.Sessions < best.Sessions || (connection.Sessions == best.Sessions && connection.IdleSince > best.IdleSince))
                best = connection;
        }
        return best;
    }

    /// <summary>All may take that many sessions again.</summary>
    public void Raise(int limit) => _all.ForEach(connection => connection.Limit = limit);

    /// <summary>
    /// Those whose stall is news. Those that answer no opening leave: their sessions may go on, but nobody waits for them to
    /// get well.
    /// </summary>
    public List<PooledConnection> TakeStalled()
    {
        var stalledSince = StalledSince;
        List<PooledConnection> news = [];
        foreach (var connection in _all)
        {
            var wasTold = connection.IsStallTold;
            connection.IsStallTold = connection.IsStalled(stalledSince);
            connection.IsLeaving |= connection.IsMute(stalledSince);
            if (connection.IsStallTold && !wasTold) news.Add(connection);
        }
        return news;
    }

    /// <summary>None of them is given another session.</summary>
    public void Leave() => _all.ForEach(connection => connection.IsLeaving = true);

    /// <summary>
    /// Takes out those without a session that are leaving, or were not needed for long; MinIdle of them stay. One that is
    /// leaving goes as well if the backend has not confirmed any of its sessions: they wait in vain.
    /// </summary>
    public List<PooledConnection> TakeRetired()
    {
        var idleSince = time.Before(settings.IdleTimeout);
        var spare = _all.Count(connection => connection is { Sessions: 0, IsLeaving: false }) - settings.MinIdle;
        var retired = _all.FindAll(
            connection => connection.IsLeaving
                ? connection.Sessions == 0 || (connection.Opened == 0 && connection.IsStallTold)
                : connection.Sessions == 0 && connection.IdleSince <= idleSince && spare-- > 0);
        _all.RemoveAll(retired.Contains);
        return retired;
    }
}

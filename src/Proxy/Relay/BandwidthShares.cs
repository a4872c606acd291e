namespace Sluice.Proxy.Relay;

/// <summary>The rates of those users who have requests under way (BandwidthPerUser).</summary>
internal sealed class BandwidthShares(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Bandwidth> _users = new(StringComparer.Ordinal);

    /// <summary>Users who have any.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _users.Count;
        }
    }

    /// <summary>What the user's requests share; given back by <see cref="Return"/>. Null without a limit.</summary>
    /// <param name="user">The user.</param>
    /// <param name="bytesPerSecond">The limit in each direction; 0 is none. A user's requests that run keep theirs.</param>
    public Bandwidth? Rent(string user, long bytesPerSecond)
    {
        if (bytesPerSecond == 0) return null;
        lock (_lock)
        {
            if (!_users.TryGetValue(user, out var share) || share.BytesPerSecond != bytesPerSecond)
                _users[user] = share = new Bandwidth(user, bytesPerSecond, new Throttle(bytesPerSecond, time), new Throttle(bytesPerSecond, time));
            share.Users++;
            return share;
        }
    }

    /// <summary>A request is over.</summary>
    public void Return(Bandwidth? share)
    {
        if (share is null) return;
        lock (_lock)
        {
            if (--share.Users > 0) return;
            if (_users.TryGetValue(share.User, out var current) && current == share) _users.Remove(share.User);
        }
        share.In.Dispose();
        share.Out.Dispose();
    }
}

namespace Sluice.Proxy.Backends.Pooling;

/// <summary>
/// How many connections to make now: places for those who wait, and MinIdle connections ahead of need; after a failure
/// with growing pauses, unless there is no connection at all and somebody wants one. Not safe for several threads.
/// </summary>
internal sealed class DialPlan(int minIdle, int maxConnections, TimeProvider time)
{
    /// <summary>sshd begins to refuse when ten logins are under way (MaxStartups).</summary>
    private const int MaxAtOnce = 4;

    private static readonly TimeSpan _firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(30);

    private TimeSpan _pause;
    private long _failedAt;

    /// <summary>Connections that are being made.</summary>
    public int Dialing { get; private set; }

    /// <summary>How many to begin with now; they count as being made from this call on.</summary>
    /// <param name="connections">Connections that there are.</param>
    /// <param name="idle">Those without a session that could be used.</param>
    /// <param name="waiting">Requests that wait.</param>
    /// <param name="limit">Sessions that a connection takes.</param>
    public int Take(int connections, int idle, int waiting, int limit)
    {
        var isPausing = _pause > TimeSpan.Zero && time.GetElapsedTime(_failedAt) < _pause;
        if (isPausing && (connections > 0 || waiting == 0)) return 0;
        var ahead = isPausing ? 0 : minIdle - idle;
        var wanted = Math.Max((waiting + limit - 1) / limit, ahead) - Dialing;
        var count = Math.Clamp(wanted, 0, Math.Max(0, Math.Min(maxConnections - connections, MaxAtOnce) - Dialing));
        Dialing += count;
        return count;
    }

    /// <summary>True if a connection more may be made.</summary>
    public bool MayGrow(int connections) => connections + Dialing < maxConnections;

    /// <summary>One of those that were taken has come about.</summary>
    public void Succeeded() => Dialing--;

    /// <summary>One of those that were taken has not.</summary>
    public void Failed()
    {
        Dialing--;
        Pause();
    }

    /// <summary>Something is wrong with the backend: the next attempt waits, each time for longer.</summary>
    public void Pause()
    {
        _failedAt = time.GetTimestamp();
        _pause = _pause == TimeSpan.Zero ? _firstPause : TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, _longestPause.Ticks));
    }

    /// <summary>The backend works.</summary>
    public void Resume() => _pause = TimeSpan.Zero;
}

namespace Sluice.Proxy.Options;

/// <summary>How clients share the connections to one backend.</summary>
internal sealed record PoolModel
{
    /// <summary>True if the channels of many clients share connections; false gives each client connections of its own.</summary>
    public bool Sharing { get; init; } = true;

    /// <summary>Connections without a session that are kept ready.</summary>
    public int MinIdle { get; init; } = 1;

    /// <summary>The most connections at a time.</summary>
    public int MaxConnections { get; init; } = 20;

    /// <summary>The most sessions on one connection; sshd's MaxSessions is 10 unless it is told otherwise. Fewer if the backend takes fewer.</summary>
    public int MaxSessionsPerConnection { get; init; } = 10;

    /// <summary>Requests that may wait for a place when all are taken.</summary>
    public int QueueLength { get; init; } = 256;

    /// <summary>How long each of them may wait.</summary>
    public TimeSpan QueueTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A connection beyond <see cref="MinIdle"/> is closed when it was without a session for that long.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A connection that leaves a channel's opening unanswered for that long is stalled: it is given no more sessions until it answers.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(5);
}

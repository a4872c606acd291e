namespace Sluice.Transport.Connection;

/// <summary>One timer for all connections: looks at their deadlines once a second.</summary>
internal sealed class ConnectionSweep : IDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<SshConnection> _connections = [];
    private readonly List<SshConnection> _round = [];
    private readonly Timer _timer;
    private int _sweeping;
    private long _lastRound = Environment.TickCount64;

    public ConnectionSweep() => _timer = new Timer(_ => Sweep(), null, 1000, 1000);

    /// <summary>The sweep of the process.</summary>
    public static ConnectionSweep Shared { get; } = new();

    public void Add(SshConnection connection)
    {
        lock (_lock) _connections.Add(connection);
    }

    public void Remove(SshConnection connection)
    {
        lock (_lock) _connections.Remove(connection);
    }

    /// <summary>True if a whole round was made within that time.</summary>
    public bool HasSwept(TimeSpan within) => Environment.TickCount64 - Volatile.Read(ref _lastRound) < within.TotalMilliseconds;

    /// <summary>Has the connections that are logged in exchange keys, and gives their number.</summary>
    public int RenewKeys()
    {
        List<SshConnection> connected;
        lock (_lock) connected = [.. _connections.Where(connection => connection is { IsAlive: true, IsConnected: true })];
        foreach (var connection in connected) connection.RenewKeys();
        return connected.Count;
    }

    public void Dispose() => _timer.Dispose();

    private void Sweep()
    {
        // A round that takes longer than a second is not joined by a second one.
        if (Interlocked.Exchange(ref _sweeping, 1) != 0) return;
        lock (_lock) _round.AddRange(_connections);
        var now = Environment.TickCount64;
        foreach (var connection in _round) connection.OnTick(now);
        _round.Clear();
        Volatile.Write(ref _lastRound, Environment.TickCount64);
        Volatile.Write(ref _sweeping, 0);
    }
}

namespace Sluice.Transport.Connection;

/// <summary>One timer for all connections: looks at their deadlines once a second.</summary>
internal sealed class ConnectionSweep : IDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<SshConnection> _connections = [];
    private readonly Timer _timer;

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

    public void Dispose() => _timer.Dispose();

    private void Sweep()
    {
        SshConnection[] all;
        lock (_lock) all = [.. _connections];
        var now = Environment.TickCount64;
        foreach (var connection in all) connection.OnTick(now);
    }
}

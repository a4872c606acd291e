using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>The right to one channel on a backend.</summary>
/// <param name="backend">The backend's name.</param>
/// <param name="connection">The connection that the channel will be on.</param>
/// <param name="onReleased">Called once, when the place is free again.</param>
internal sealed class BackendLease(string backend, SshConnection connection, Action onReleased)
{
    private int _released;

    /// <summary>The backend's name.</summary>
    public string Backend => backend;

    /// <summary>The id of the connection, which the backend connection's own log lines carry.</summary>
    public string ConnectionId => connection.Id;

    /// <inheritdoc cref="SshConnection.OpenSession"/>
    public SshChannel OpenSession(IChannelObserver observer, uint initialWindow, uint maxPacket) =>
        connection.OpenSession(observer, initialWindow, maxPacket);

    /// <summary>Gives the place back. Later calls do nothing.</summary>
    public void Release()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0) onReleased();
    }
}

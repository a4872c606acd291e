using System.Collections.Immutable;

using Sluice.Proxy.Identity;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Sessions;

/// <summary>One authenticated client: hands each of its channels to a <see cref="Request"/>.</summary>
internal sealed class ClientSession : IConnectionObserver
{
    // Long enough for a client that is about to begin its next request, or its first one.
    private static readonly TimeSpan _restOfOne = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _restBeforeFirst = TimeSpan.FromSeconds(5);

    private readonly SessionServices _services;
    private readonly SshConnection _connection;
    private readonly long _started;
    private int _channels;
    private int _running;
    private long _idleSince;
    private volatile bool _isLeaving;
    private ImmutableArray<LiveRequest> _requests = [];

    public ClientSession(SshConnection connection, SessionServices services)
    {
        _services = services;
        _connection = connection;
        _started = _idleSince = services.Time.GetTimestamp();
        Identity = (SluiceIdentity)connection.Identity!;
        services.Metrics.ConnectionOpened();
        services.Live.Add(this);
        services.Logger.AcceptedPublicKey(connection.User, connection.RemoteEndPoint, connection.AuthenticatedKey!, connection.Id);
        services.Logger.SessionOpened(Identity.UserName, connection.RemoteIdentification, connection.Id);
    }

    /// <summary>Whose key signed.</summary>
    public SluiceIdentity Identity { get; }

    /// <summary>The client's connection.</summary>
    public SshConnection Connection => _connection;

    /// <summary>Since when the client is logged in, as a time stamp.</summary>
    public long Started => _started;

    /// <summary>What every session works with.</summary>
    public SessionServices Services => _services;

    /// <summary>Its requests that are under way, oldest first. They may outlive the connection.</summary>
    public ImmutableArray<LiveRequest> Requests => _requests;

    /// <summary>True once it was sent away.</summary>
    public bool IsLeaving => _isLeaving;

    IChannelObserver IConnectionObserver.OnSessionOpened(SshConnection connection, SshChannel channel)
    {
        Volatile.Write(ref _idleSince, _services.Time.GetTimestamp());
        return new Request(this, channel, $"{connection.Id}-{++_channels}");
    }

    void IConnectionObserver.OnEnded(SshConnection connection, End end)
    {
        _services.Live.Remove(this);
        _services.Metrics.ConnectionClosed();
        _services.Backends.OnClientEnded(connection);
        var side = end.Side == EndSide.Local ? Side.Proxy : Side.Client;
        var seconds = _services.Time.GetElapsedTime(_started).TotalSeconds;
        _services.Logger.SessionEnded(Identity.UserName, side, end.Reason, end.Detail, _channels, seconds, connection.Id);
    }

    /// <summary>
    /// A request of this client begins; false if it has too many already. Its channels are bounded by MaxSessions, but a
    /// request outlives a channel that the client closes while its backend is being reached.
    /// </summary>
    public bool TryStartRequest(LiveRequest request)
    {
        ImmutableInterlocked.Update(ref _requests, static (requests, added) => requests.Add(added), request);
        _services.Live.RequestStarted(request);
        return Interlocked.Increment(ref _running) <= 2 * _services.Model.Server.MaxSessions;
    }

    /// <summary>A request of this client is over.</summary>
    public void RequestEnded(LiveRequest request)
    {
        Volatile.Write(ref _idleSince, _services.Time.GetTimestamp());
        Interlocked.Decrement(ref _running);
        ImmutableInterlocked.Update(ref _requests, static (requests, ended) => requests.Remove(ended), request);
        _services.Live.RequestEnded(request);
    }

    /// <summary>Ends the connection if it has run nothing for UnusedConnectionTimeout. Called once a second.</summary>
    public void OnTick(TimeoutModel limits)
    {
        var limit = limits.UnusedConnection;
        if (limit <= TimeSpan.Zero || Volatile.Read(ref _running) > 0 || !_connection.IsAlive) return;
        if (_services.Time.GetElapsedTime(Volatile.Read(ref _idleSince)) < limit) return;
        _services.Metrics.Waits.TimedOut(EndReason.UnusedConnectionTimeout, Side.Client, service: null);
        _connection.Close(EndReason.UnusedConnectionTimeout, $"The connection was not used for {Duration.Write(limit)}.");
    }

    /// <summary>Sends the client away if it runs nothing and has not for a moment: this process takes nobody on any more.</summary>
    public void CloseIfIdle()
    {
        if (_isLeaving || Volatile.Read(ref _running) > 0) return;
        if (_services.Time.GetElapsedTime(Volatile.Read(ref _idleSince)) < (_channels == 0 ? _restBeforeFirst : _restOfOne)) return;
        _isLeaving = true;
        _connection.Close(EndReason.Drained, "Sluice is being stopped.");
    }
}

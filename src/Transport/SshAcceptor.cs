using System.Collections.Concurrent;
using System.Net;

using Microsoft.Extensions.Logging;

using Sluice.Transport.Authentication;
using Sluice.Transport.Connection;
using Sluice.Transport.Crypto;
using Sluice.Transport.Diagnostics;
using Sluice.Transport.Io;

namespace Sluice.Transport;

/// <summary>
/// The public door of the server role: listens, accepts clients, takes them through key exchange and authentication,
/// and hands each authenticated connection to an observer.
/// </summary>
public sealed class SshAcceptor : IAsyncDisposable
{
    private readonly IConnectionGate _gate;
    private readonly IAuthenticator _authenticator;
    private readonly Func<SshConnection, IConnectionObserver> _onAuthenticated;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private readonly List<SshListener> _listeners = [];
    private readonly ConcurrentDictionary<SshConnection, Task> _connections = new();
    private readonly ConcurrentDictionary<SocketLink, Task> _atGate = new();
    private volatile ConnectionSettings _settings;
    private volatile bool _isStopping;

    /// <param name="options">Frozen settings.</param>
    /// <param name="authenticator">Knows the users.</param>
    /// <param name="onAuthenticated">Called once for each connection that is authenticated, before its channels.</param>
    /// <param name="loggerFactory">Where it reports to.</param>
    /// <param name="gate">Who may come in; null lets everybody in.</param>
    public SshAcceptor(
        SshServerOptions options, IAuthenticator authenticator, Func<SshConnection, IConnectionObserver> onAuthenticated, ILoggerFactory loggerFactory, IConnectionGate? gate = null)
    {
        _gate = gate ?? OpenGate.Instance;
        _log = loggerFactory.CreateLogger<SshAcceptor>();
        _authenticator = authenticator;
        _onAuthenticated = onAuthenticated;
        _settings = SettingsOf(options);
    }

    /// <summary>Connections that are alive, and those that have not yet said by a PROXY header whose they are.</summary>
    public int ConnectionCount => _connections.Count + _atGate.Count;

    /// <summary>Other settings for everybody who connects from now on; who is connected goes on as before.</summary>
    public void Apply(SshServerOptions options) => _settings = SettingsOf(options);

    /// <summary>True if the deadlines of all connections were looked at within that time.</summary>
    public static bool HasSwept(TimeSpan within) => ConnectionSweep.Shared.HasSwept(within);

    /// <summary>Binds and listens; port 0 takes a free one. Gives the address that was bound. Accepting begins at once.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The address is taken or not ours.</exception>
    public IPEndPoint Listen(IPEndPoint endPoint) => Listen(endPoint, null);

    /// <summary>The same for a listener that takes PROXY headers, which are the first thing on a connection; null takes none.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The address is taken or not ours.</exception>
    public IPEndPoint Listen(IPEndPoint endPoint, ProxyProtocolOptions? proxyProtocol)
    {
        var listener = SshListener.Bind(endPoint);
        lock (_lock) _listeners.Add(listener);
        Listen(listener, proxyProtocol);
        return listener.EndPoint;
    }

    /// <summary>Begins to accept, or begins again. The listener stays the caller's, who ends it.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The listener refused, and somebody else has taken its address.</exception>
    public void Listen(SshListener listener, ProxyProtocolOptions? proxyProtocol)
    {
        var gate = proxyProtocol is null ? null : new ProxyGate(proxyProtocol, _settings.Pool, _log);
        listener.Start(incoming => Accept(incoming, gate), fault => TransportLog.AcceptFailed(_log, fault), _gate.OnOutOfDescriptors);
    }

    /// <summary>Closes the listeners that were bound here; connections go on.</summary>
    public void StopListening()
    {
        lock (_lock)
        {
            foreach (var listener in _listeners) listener.Dispose();
            _listeners.Clear();
        }
    }

    /// <summary>Stops listening, ends every connection with <see cref="EndReason.Drained"/> and waits until they are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        StopListening();
        foreach (var link in _atGate.Keys) link.Close();
        await Task.WhenAll(_atGate.Values).ConfigureAwait(false);
        foreach (var connection in _connections.Keys) connection.Close(EndReason.Drained, "The server is shutting down.");
        await Task.WhenAll(_connections.Values).ConfigureAwait(false);
    }

    private void Accept(Incoming incoming, ProxyGate? gate)
    {
        var ends = new ProxiedEndPoints(incoming.RemoteEndPoint, incoming.LocalEndPoint);
        var isProxy = gate is not null && gate.Trusts(ends.Source.Address);
        if (_gate.Admit(ends.Source, ends.Destination, isProxy, out var farewell) is not { } pass)
        {
            incoming.Refuse(farewell.Span);
            return;
        }
        var isTaken = false;
        try
        {
            var link = incoming.Open();
            if (!isProxy) Accept(link, ends, pass);
            // Not awaited: whoever waits for a header must not keep others from being accepted.
            else _ = AcceptThroughAsync(link, gate!, pass);
            isTaken = true;
        }
        finally
        {
            // The listener closes the socket; what was counted in has to be counted out.
            if (!isTaken) pass.OnTurnedAway();
        }
    }

    private async Task AcceptThroughAsync(SocketLink link, ProxyGate gate, IConnectionPass pass)
    {
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _atGate[link] = passed.Task;
        var (isIn, isSentAway) = (false, false);
        try
        {
            if (_isStopping) link.Close();
            if (await gate.PassAsync(link).ConfigureAwait(false) is not { } ends) return;
            isIn = pass.OnNamed(ends.Source, ends.Destination, out var farewell);
            if (isIn) Accept(link, ends, pass);
            else link.SendAway(farewell.Span);
            isSentAway = !isIn;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            isIn = false;
            TransportLog.AcceptFailed(_log, e.Message);
        }
        finally
        {
            if (!isIn)
            {
                pass.OnTurnedAway();
                if (!isSentAway) link.Dispose();
            }
            _atGate.TryRemove(link, out _);
            passed.SetResult();
        }
    }

    private void Accept(SocketLink link, ProxiedEndPoints endPoints, IConnectionPass pass)
    {
        var connection = new SshConnection(_settings, link, endPoints, null, pass);
        if (endPoints.Source.Equals(link.RemoteEndPoint)) TransportLog.Accepted(_log, endPoints.Source.ToString(), connection.Id);
        else TransportLog.AcceptedThrough(_log, endPoints.Source.ToString(), link.RemoteEndPoint.ToString(), connection.Id);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[connection] = gone.Task;
        if (_isStopping) connection.Close(EndReason.Drained, "The server is shutting down.");
        ThreadPool.UnsafeQueueUserWorkItem(
            static async state =>
            {
                try
                {
                    await state.Connection.RunAsync().ConfigureAwait(false);
                }
                finally
                {
                    state.Gone.SetResult();
                }
            },
            (Connection: connection, Gone: gone),
            preferLocal: false);
    }

    private ConnectionSettings SettingsOf(SshServerOptions options)
    {
        var catalog = AlgorithmCatalog.Create(options.Algorithms);
        return new ConnectionSettings
        {
            IsServer = true,
            SoftwareVersion = options.SoftwareVersion,
            Grace = options.LoginGraceTime,
            AliveInterval = options.ClientAliveInterval,
            AliveCountMax = options.ClientAliveCountMax,
            RekeyBytes = options.RekeyBytes,
            RekeyInterval = options.RekeyInterval,
            Catalog = catalog,
            ExtInfo = ConnectionSettings.CreateExtInfo(catalog),
            HostKeyProofs = new HostKeyProofs(options.HostKeys),
            UserKeyRules = new UserKeyRules(catalog.PubkeyAcceptedAlgorithms, options.RequiredRSASize),
            Log = _log,
            Sweep = ConnectionSweep.Shared,
            HostKeys = options.HostKeys,
            MaxAuthTries = options.MaxAuthTries,
            MaxSessions = options.MaxSessions,
            InitialWindow = options.InitialWindow,
            Authenticator = _authenticator,
            OnAuthenticated = _onAuthenticated,
            OnGone = connection => _connections.TryRemove(connection, out _),
        };
    }
}

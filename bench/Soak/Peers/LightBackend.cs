using System.Net;

using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Testing;
using Sluice.Transport;

namespace Sluice.Soak.Peers;

/// <summary>A backend made of Transport's server role: it runs no program, but does at once what the asked path says (<see cref="BackendChannel"/>).</summary>
internal sealed class LightBackend : IAsyncDisposable, IAuthenticator
{
    private readonly SshPrivateKey _hostKey = SshPrivateKey.GenerateEd25519();
    private readonly SshAcceptor _acceptor;
    private readonly TcpRelay? _relay;

    /// <param name="maxSessions">Channels that it takes on one connection.</param>
    /// <param name="isCuttable">True puts a relay in front of it, by which its connections can be reset.</param>
    public LightBackend(int maxSessions = 10, bool isCuttable = false)
    {
        var options = new SshServerOptions { HostKeys = [_hostKey], MaxSessions = maxSessions, InitialWindow = 1 << 20, ClientAliveInterval = TimeSpan.Zero };
        _acceptor = new SshAcceptor(options, this, _ => new Connected(this), NullLoggerFactory.Instance);
        var port = _acceptor.Listen(new IPEndPoint(IPAddress.Loopback, 0)).Port;
        if (isCuttable) _relay = new TcpRelay(port);
        Endpoint = new SshEndpoint("127.0.0.1", _relay?.Port ?? port, "git", [KeyLines.Write(_hostKey.PublicKey)]);
    }

    public SshEndpoint Endpoint { get; }

    /// <summary>Connections that it has, as it counts them itself.</summary>
    public int Connections => _acceptor.ConnectionCount;

    /// <summary>Resets a connection as a crash of the machine would, if it can be cut; else ends it in SSH's way.</summary>
    public void Cut(SshConnection connection)
    {
        if (_relay?.FindByTarget(connection.RemoteEndPoint.Port) is { } link) link.Reset();
        else connection.Close(EndReason.PeerClosed, "cut");
    }

    /// <summary>Resets every connection and listens no more, as when its process is killed. It must be one that can be cut.</summary>
    public ValueTask KillAsync() => _relay!.DisposeAsync();

    ValueTask<object?> IAuthenticator.AuthenticateAsync(PublicKeyAttempt attempt, CancellationToken cancellationToken) =>
        ValueTask.FromResult<object?>(attempt.User);

    public async ValueTask DisposeAsync()
    {
        await _acceptor.DisposeAsync();
        if (_relay is not null) await _relay.DisposeAsync();
        _hostKey.Dispose();
    }

    private sealed class Connected(LightBackend backend) : IConnectionObserver
    {
        public IChannelObserver OnSessionOpened(SshConnection connection, SshChannel channel) => new BackendChannel(backend);

        public void OnEnded(SshConnection connection, End end)
        {
        }
    }
}

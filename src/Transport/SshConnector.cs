using Microsoft.Extensions.Logging;

using Sluice.Transport.Connection;
using Sluice.Transport.Crypto;
using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Io;
using Sluice.Transport.ProxyProtocol;

namespace Sluice.Transport;

/// <summary>The public door of the client role: reaches a server, checks its host key and logs in.</summary>
/// <param name="loggerFactory">Where connections report to.</param>
/// <param name="faults">What is wrong on purpose; null, as ever but in a drill, is nothing.</param>
public sealed class SshConnector(ILoggerFactory loggerFactory, NetworkFaults? faults = null)
{
    private readonly ILogger _log = loggerFactory.CreateLogger<SshConnector>();

    /// <summary>
    /// Connects, exchanges keys and authenticates. Expected failures are values: the result holds either the connection
    /// or the <see cref="End"/> that says why there is none.
    /// </summary>
    public ValueTask<ConnectResult> ConnectAsync(string host, int port, SshClientOptions options, IConnectionObserver observer, CancellationToken cancellationToken) =>
        ConnectAsync(host, port, options, observer, null, cancellationToken);

    /// <summary>
    /// The same, for one client's connection: if <see cref="SshClientOptions.SendProxyProtocol"/> says so, the server is told
    /// its ends. Null is a connection of our own, which a header says as well.
    /// </summary>
    public async ValueTask<ConnectResult> ConnectAsync(
        string host, int port, SshClientOptions options, IConnectionObserver observer, ProxiedEndPoints? onBehalfOf, CancellationToken cancellationToken)
    {
        var started = Environment.TickCount64;
        var (link, ends, fault) = await ReachAsync(host, port, options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
        if (link is null) return new(null, new End(EndReason.BackendUnreachable, EndSide.Peer, fault));
        var settings = new ConnectionSettings
        {
            IsServer = false,
            SoftwareVersion = options.SoftwareVersion,
            Grace = TimeSpan.FromMilliseconds(Math.Max(1, options.ConnectTimeout.TotalMilliseconds - (Environment.TickCount64 - started))),
            AliveInterval = options.ServerAliveInterval,
            AliveCountMax = options.ServerAliveCountMax,
            RekeyBytes = options.RekeyBytes,
            RekeyInterval = options.RekeyInterval,
            Catalog = AlgorithmCatalog.Create(options.Algorithms),
            Log = _log,
            Sweep = ConnectionSweep.Shared,
            KnownHost = new HostKeyTrust(options.HostKeys, options.HostKeyAuthorities, options.RevokedHostKeys, host, TimeProvider.System),
            ProxyHeader = options.SendProxyProtocol is { } version ? ProxyHeader.Write(version, onBehalfOf) : [],
            User = options.User,
            IdentityKey = options.IdentityKey,
        };
        var connection = new SshConnection(settings, link, ends!, observer);
        using var cancelled = cancellationToken.UnsafeRegister(static state => ((SshConnection)state!).Close(EndReason.Drained, "Nobody waits for this connection any more."), connection);
        _ = Task.Run(connection.RunAsync, CancellationToken.None);
        var end = await connection.Ready.ConfigureAwait(false);
        return end is null ? new(connection, null) : new(null, end);
    }

    private async Task<(ByteLink? Link, ProxiedEndPoints? Ends, string Fault)> ReachAsync(string host, int port, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (faults is null)
        {
            var (socket, failure) = await SocketDialer.ConnectAsync(host, port, limit, cancellationToken).ConfigureAwait(false);
            return (socket, Ends(socket), failure);
        }
        var (link, fault) = await faults.Road(host, port).ConnectAsync(host, port, limit, cancellationToken).ConfigureAwait(false);
        return (link, Ends(link?.Real), fault);
    }

    private static ProxiedEndPoints? Ends(SocketLink? link) => link is null ? null : new ProxiedEndPoints(link.LocalEndPoint, link.RemoteEndPoint);
}

/// <summary>What came of an attempt to connect: exactly one of the two is not null.</summary>
public sealed record ConnectResult(SshConnection? Connection, End? Failure);

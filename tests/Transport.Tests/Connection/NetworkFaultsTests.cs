using System.Net;

using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Testing;
using Sluice.Testing.Peers;

using Xunit;

namespace Sluice.Transport.Tests.Connection;

/// <summary>What a connector with faults makes of its connections, over real sockets.</summary>
public sealed class NetworkFaultsTests : IAsyncDisposable, IAuthenticator, IConnectionObserver
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly SshPrivateKey _hostKey = SshPrivateKey.GenerateEd25519();
    private readonly SshPrivateKey _userKey = SshPrivateKey.GenerateEd25519();
    private readonly NetworkFaults _faults = new();
    private readonly SshAcceptor _acceptor;
    private readonly int _port;
    private readonly TaskCompletionSource<End> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public NetworkFaultsTests()
    {
        _acceptor = new SshAcceptor(new SshServerOptions { HostKeys = [_hostKey] }, this, _ => new Served(), NullLoggerFactory.Instance);
        _port = _acceptor.Listen(new IPEndPoint(IPAddress.Loopback, 0)).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await _acceptor.DisposeAsync();
        await BufferLedgers.EmptyAsync();
        _hostKey.Dispose();
        _userKey.Dispose();
    }

    [Fact]
    public async Task Who_is_refused_is_told_at_once_and_served_when_it_is_repaired()
    {
        _faults.Refuse("127.0.0.1", _port);
        var refused = await ConnectAsync(_patience);
        Assert.Equal((EndReason.BackendUnreachable, "connection refused"), (refused.Failure!.Reason, refused.Failure.Detail));

        _faults.Repair("127.0.0.1", _port);
        (await ConnectAsync(_patience)).Connection!.Close(EndReason.Drained, "Done.");
    }

    [Fact]
    public async Task Into_a_black_hole_an_attempt_lasts_as_long_as_its_limit()
    {
        _faults.Blackhole("127.0.0.1", _port);
        var lost = await ConnectAsync(TimeSpan.FromMilliseconds(300));
        Assert.Equal((EndReason.BackendUnreachable, "timed out"), (lost.Failure!.Reason, lost.Failure.Detail));
    }

    [Fact]
    public async Task What_a_black_hole_held_back_arrives_when_it_is_gone()
    {
        var connection = (await ConnectAsync(_patience)).Connection!;
        _faults.Blackhole("127.0.0.1", _port);
        var channel = new Opening();
        connection.OpenSession(channel, 0, 32_768);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.False(channel.Opened.IsCompleted);

        _faults.Repair("127.0.0.1", _port);
        await channel.Opened.WaitAsync(_patience, TestContext.Current.CancellationToken);
        connection.Close(EndReason.Drained, "Done.");
    }

    [Fact]
    public async Task A_connection_can_be_closed_in_a_black_hole()
    {
        var connection = (await ConnectAsync(_patience)).Connection!;
        _faults.Blackhole("127.0.0.1", _port);
        connection.Close(EndReason.PeerNotReading, "Enough.");
        Assert.Equal(EndReason.PeerNotReading, (await _ended.Task.WaitAsync(_patience, TestContext.Current.CancellationToken)).Reason);
    }

    [Fact]
    public async Task A_reset_ends_what_is_connected_as_the_peers_fault()
    {
        await ConnectAsync(_patience);
        Assert.Equal(1, _faults.Reset("127.0.0.1", _port));
        var end = await _ended.Task.WaitAsync(_patience, TestContext.Current.CancellationToken);
        Assert.Equal((EndReason.ConnectionLost, EndSide.Peer), (end.Reason, end.Side));
        await Eventually.HoldsAsync(() => _faults.Reset("127.0.0.1", _port) == 0, _patience, () => "it is still known");
    }

    [Fact]
    public async Task From_a_slow_server_everything_comes_later()
    {
        _faults.Slow("127.0.0.1", _port, TimeSpan.FromMilliseconds(60));
        var started = Environment.TickCount64;
        var connection = (await ConnectAsync(_patience)).Connection!;
        // Identification and keys, service, login: at least four answers.
        Assert.True(Environment.TickCount64 - started >= 240, $"{Environment.TickCount64 - started} ms");
        connection.Close(EndReason.Drained, "Done.");
    }

    [Fact]
    public async Task A_connection_exchanges_keys_when_it_is_told_and_goes_on()
    {
        var connection = (await ConnectAsync(_patience)).Connection!;
        connection.RenewKeys();
        connection.RenewKeys();
        var channel = new Opening();
        connection.OpenSession(channel, 0, 32_768);
        await channel.Opened.WaitAsync(_patience, TestContext.Current.CancellationToken);
        Assert.True(connection.IsAlive);
        connection.Close(EndReason.Drained, "Done.");
    }

    private async Task<ConnectResult> ConnectAsync(TimeSpan limit)
    {
        var options = new SshClientOptions { User = "git", IdentityKey = _userKey, HostKeys = [_hostKey.PublicKey], ConnectTimeout = limit };
        return await new SshConnector(NullLoggerFactory.Instance, _faults).ConnectAsync("127.0.0.1", _port, options, this, TestContext.Current.CancellationToken);
    }

    ValueTask<object?> IAuthenticator.AuthenticateAsync(PublicKeyAttempt attempt, CancellationToken cancellationToken) => new("somebody");

    IChannelObserver IConnectionObserver.OnSessionOpened(SshConnection connection, SshChannel channel) => throw new InvalidOperationException("A server opens none.");

    void IConnectionObserver.OnEnded(SshConnection connection, End end) => _ended.TrySetResult(end);

    private sealed class Served : IConnectionObserver
    {
        public IChannelObserver OnSessionOpened(SshConnection connection, SshChannel channel) => new EchoObserver();

        public void OnEnded(SshConnection connection, End end)
        {
        }
    }

    private sealed class Opening : SilentObserver
    {
        private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Opened => _opened.Task;

        public override void OnOpened(SshChannel channel) => _opened.TrySetResult();

        public override void OnData(SshChannel channel, in ChannelData data)
        {
        }
    }
}

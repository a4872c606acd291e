using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

using Microsoft.Extensions.Logging;

using Sluice.Testing;
using Sluice.Testing.Peers;
using Sluice.Transport.ProxyProtocol;
using Sluice.Transport.Tests.ProxyProtocol;

using Xunit;

namespace Sluice.Transport.Tests.Connection;

/// <summary>What a gate is asked and told, over real sockets.</summary>
public sealed class ConnectionGateTests : IAsyncDisposable
{
    private readonly SshPrivateKey _hostKey = SshPrivateKey.GenerateEd25519();
    private readonly SshPrivateKey _userKey = SshPrivateKey.GenerateEd25519();
    private readonly RecordingLog _log = new();
    private readonly RecordingGate _gate = new();
    private readonly Authenticator _authenticator = new();
    private readonly SshAcceptor _acceptor;

    public ConnectionGateTests()
    {
        var options = new SshServerOptions { HostKeys = [_hostKey], LoginGraceTime = TimeSpan.FromSeconds(2) };
        _acceptor = new SshAcceptor(options, _authenticator, _ => new SilentConnection(), new OneLogFactory(_log), _gate);
    }

    public async ValueTask DisposeAsync()
    {
        await _acceptor.DisposeAsync();
        _hostKey.Dispose();
        _userKey.Dispose();
        Assert.Empty(_log.Mistakes);
        await BufferLedgers.EmptyAsync();
    }

    [Fact]
    public async Task A_login_takes_its_turn_and_gives_it_back()
    {
        var (failure, connection) = await LoginAsync(Listen());
        Assert.Null(failure);
        connection!.Close(EndReason.Drained, "Done.");
        await HearsAsync("admit 127.0.0.1, take, end, authenticated");
    }

    [Fact]
    public async Task A_connection_that_is_not_admitted_hears_why_and_costs_nothing()
    {
        _gate.Farewell = "Exceeded MaxStartups\r\n";
        using var client = await ConnectAsync(Listen());
        Assert.Equal("Exceeded MaxStartups\r\n", await client.ReceiveTextAsync(100));
        await HearsAsync("refuse 127.0.0.1");
        Assert.Equal(0, _acceptor.ConnectionCount);
        Assert.DoesNotContain("Connection from", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_cannot_be_begun_after_it_was_admitted_is_counted_out()
    {
        using var log = new OneLogFactory(new FailingLog());
        await using var acceptor = new SshAcceptor(new SshServerOptions { HostKeys = [_hostKey] }, _authenticator, _ => new SilentConnection(), log, _gate);
        using var client = await ConnectAsync(acceptor.Listen(new IPEndPoint(IPAddress.Loopback, 0)));
        await HearsAsync("admit 127.0.0.1, turned away");
        Assert.Equal(0, acceptor.ConnectionCount);
    }

    [Fact]
    public async Task A_silent_client_holds_no_turn_and_is_told_of_when_its_time_is_over()
    {
        using var client = await ConnectAsync(Listen());
        await client.SendAsync(Headers.Text("SSH-2.0-silent\r\n"));
        await HearsAsync("admit 127.0.0.1, unauthenticated GraceExceeded None");
    }

    [Fact]
    public async Task Whose_turn_does_not_come_is_sent_away()
    {
        _gate.HasTurns = false;
        var (failure, _) = await LoginAsync(Listen());
        Assert.Contains("The peer disconnected with code 12 (too many connections)", failure!.Detail, StringComparison.Ordinal);
        await HearsAsync("admit 127.0.0.1, take, unauthenticated Limited None");
    }

    [Fact]
    public async Task A_client_that_signed_in_vain_has_tried_and_one_that_was_only_asked_about_has_not()
    {
        _authenticator.Knows = false;
        Assert.NotNull((await LoginAsync(Listen())).Failure);
        await Eventually.HoldsAsync(() => _gate.Heard.Contains("unauthenticated", StringComparison.Ordinal), TimeSpan.FromSeconds(10), () => _gate.Heard);
        Assert.StartsWith("admit 127.0.0.1, take, end, unauthenticated ", _gate.Heard, StringComparison.Ordinal);
        Assert.EndsWith(" Tried", _gate.Heard, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_a_proxy_the_gate_is_asked_twice_and_hears_the_clients_address()
    {
        var server = Listen(TimeSpan.FromSeconds(30));
        using (var client = await ConnectAsync(server))
        {
            await HearsAsync("admit proxy 127.0.0.1");
            await client.SendAsync(Headers.Text("PROXY TCP4 192.0.2.1 192.0.2.2 56324 22\r\n"));
            Assert.StartsWith("SSH-2.0-Sluice", await client.ReceiveTextAsync(14), StringComparison.Ordinal);
        }
        await HearsAsync("admit proxy 127.0.0.1, name 192.0.2.1, unauthenticated PeerClosed None");
    }

    [Fact]
    public async Task Who_is_not_admitted_by_its_own_address_hears_why()
    {
        var server = Listen(TimeSpan.FromSeconds(30));
        _gate.FarewellOfNamed = "Not allowed at this time\r\n";
        using var client = await ConnectAsync(server);
        await client.SendAsync(Headers.Text("PROXY TCP4 192.0.2.1 192.0.2.2 56324 22\r\n"));
        Assert.Equal("Not allowed at this time\r\n", await client.ReceiveTextAsync(100));
        await HearsAsync("admit proxy 127.0.0.1, refuse 192.0.2.1, turned away");
    }

    [Fact]
    public async Task A_header_that_does_not_come_is_told_of()
    {
        using var client = await ConnectAsync(Listen(TimeSpan.FromMilliseconds(50)));
        await HearsAsync("admit proxy 127.0.0.1, turned away");
    }

    private Task HearsAsync(string words) => Eventually.HoldsAsync(() => _gate.Heard == words, TimeSpan.FromSeconds(10), () => $"expected '{words}', heard '{_gate.Heard}'");

    private IPEndPoint Listen(TimeSpan? header = null) => _acceptor.Listen(
        new IPEndPoint(IPAddress.Loopback, 0),
        header is { } limit ? new ProxyProtocolOptions { Policy = ProxyProtocolPolicy.Require, TrustedNetworks = [IPNetwork.Parse("127.0.0.0/8")], HeaderTimeout = limit } : null);

    private async Task<(End? Failure, SshConnection? Connection)> LoginAsync(IPEndPoint server)
    {
        var options = new SshClientOptions { User = "git", IdentityKey = _userKey, HostKeys = [_hostKey.PublicKey] };
        var result = await new SshConnector(new OneLogFactory(_log)).ConnectAsync("127.0.0.1", server.Port, options, new SilentConnection(), TestContext.Current.CancellationToken);
        return (result.Failure, result.Connection);
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, TestContext.Current.CancellationToken);
        return socket;
    }

    private sealed class Authenticator : IAuthenticator
    {
        public bool Knows { get; set; } = true;

        public ValueTask<object?> AuthenticateAsync(PublicKeyAttempt attempt, CancellationToken cancellationToken) => new(Knows ? "somebody" : null);
    }

    /// <summary>Cannot write that a connection came.</summary>
    private sealed class FailingLog : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (formatter(state, exception).StartsWith("Connection from", StringComparison.Ordinal)) throw new IOException("No space left on device");
        }
    }

    /// <summary>Writes down what it hears.</summary>
    private sealed class RecordingGate : IConnectionGate, IConnectionPass
    {
        private readonly ConcurrentQueue<string> _words = new();

        public string Farewell { get; set; } = "";

        public string FarewellOfNamed { get; set; } = "";

        public bool HasTurns { get; set; } = true;

        public string Heard => string.Join(", ", _words);

        public IConnectionPass? Admit(IPEndPoint source, IPEndPoint destination, bool isProxy, out ReadOnlyMemory<byte> farewell)
        {
            farewell = Headers.Text(Farewell);
            _words.Enqueue($"{(Farewell.Length > 0 ? "refuse" : isProxy ? "admit proxy" : "admit")} {source.Address}");
            return Farewell.Length > 0 ? null : this;
        }

        public bool OnNamed(IPEndPoint source, IPEndPoint destination, out ReadOnlyMemory<byte> farewell)
        {
            farewell = Headers.Text(FarewellOfNamed);
            _words.Enqueue($"{(FarewellOfNamed.Length > 0 ? "refuse" : "name")} {source.Address}");
            return FarewellOfNamed.Length == 0;
        }

        public async ValueTask<bool> TakeTurnAsync()
        {
            _words.Enqueue("take");
            await Task.Yield();
            return HasTurns;
        }

        public void EndTurn() => _words.Enqueue("end");

        public void OnAuthenticated() => _words.Enqueue("authenticated");

        public void OnUnauthenticated(UnauthenticatedEnd end) => _words.Enqueue($"unauthenticated {end.End.Reason} {end.Attempt}");

        public void OnTurnedAway() => _words.Enqueue("turned away");

        public void OnOutOfDescriptors() => _words.Enqueue("out of descriptors");
    }
}

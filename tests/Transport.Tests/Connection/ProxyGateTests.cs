using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

using Sluice.Testing;
using Sluice.Testing.Peers;
using Sluice.Transport.Buffers;
using Sluice.Transport.Tests.ProxyProtocol;

using Xunit;

namespace Sluice.Transport.Tests.Connection;

/// <summary>An acceptor that takes PROXY headers, over real sockets.</summary>
public sealed class ProxyGateTests : IAsyncDisposable
{
    private static readonly ProxiedEndPoints _client = Headers.EndPoints("192.0.2.1:56324", "192.0.2.2:22");
    private static readonly TimeSpan _long = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(300);

    private readonly SshPrivateKey _hostKey = SshPrivateKey.GenerateEd25519();
    private readonly ConcurrentQueue<ProxyHeaderOutcome> _outcomes = new();
    private readonly ConcurrentQueue<SshConnection> _authenticated = new();
    private readonly Witness _witness = new();
    private readonly RecordingLog _log = new();
    private readonly SshAcceptor _acceptor;

    public ProxyGateTests()
    {
        _acceptor = new SshAcceptor(new SshServerOptions { HostKeys = [_hostKey] }, _witness, OnAuthenticated, new OneLogFactory(_log));
    }

    public async ValueTask DisposeAsync()
    {
        await _acceptor.DisposeAsync();
        _hostKey.Dispose();
        Assert.Empty(_log.Mistakes);
    }

    [Theory]
    [InlineData(ProxyProtocolPolicy.Require, ProxyProtocolVersion.V1)]
    [InlineData(ProxyProtocolPolicy.Require, ProxyProtocolVersion.V2)]
    [InlineData(ProxyProtocolPolicy.Use, ProxyProtocolVersion.V2)]
    public async Task A_client_behind_a_proxy_is_known_by_its_own_address(ProxyProtocolPolicy policy, ProxyProtocolVersion version)
    {
        var connection = await LoginAsync(Listen(policy, _long), version, _client);

        Assert.Equal(_client, new ProxiedEndPoints(connection.RemoteEndPoint, connection.LocalEndPoint));
        Assert.Equal([ProxyHeaderOutcome.Proxied], _outcomes);
        Assert.Contains("Connection from 192.0.2.1:56324 through 127.0.0.1:", _log.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProxyProtocolVersion.V1)]
    [InlineData(ProxyProtocolVersion.V2)]
    public async Task A_header_that_names_nobody_leaves_the_socket_its_address(ProxyProtocolVersion version)
    {
        var server = Listen(ProxyProtocolPolicy.Require, _long);
        var connection = await LoginAsync(server, version, null);

        Assert.Equal((IPAddress.Loopback, server), (connection.RemoteEndPoint.Address, connection.LocalEndPoint));
        Assert.Equal([ProxyHeaderOutcome.Local], _outcomes);
    }

    [Fact]
    public async Task A_header_that_is_ignored_is_read_and_not_believed()
    {
        var connection = await LoginAsync(Listen(ProxyProtocolPolicy.Ignore, _long), ProxyProtocolVersion.V1, _client);

        Assert.Equal(IPAddress.Loopback, connection.RemoteEndPoint.Address);
        Assert.Equal([ProxyHeaderOutcome.Ignored], _outcomes);
    }

    [Fact]
    public async Task A_client_without_a_header_is_taken_where_one_is_used_but_not_required()
    {
        var connection = await LoginAsync(Listen(ProxyProtocolPolicy.Use, _long), null, null);

        Assert.Equal(IPAddress.Loopback, connection.RemoteEndPoint.Address);
        Assert.Equal([ProxyHeaderOutcome.Absent], _outcomes);
    }

    [Fact]
    public async Task A_silent_client_is_greeted_when_the_time_for_a_header_is_over_and_heard_from_then_on()
    {
        using var client = await ConnectAsync(Listen(ProxyProtocolPolicy.Use, _short));
        var started = Stopwatch.GetTimestamp();
        Assert.StartsWith("SSH-2.0-Sluice\r\n", await client.ReceiveTextAsync(16), StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(started) > _short * 0.9);
        Assert.Equal([ProxyHeaderOutcome.Absent], _outcomes);

        await client.SendAsync(Headers.Text("PROXY TCP4 192.0.2.1 192.0.2.2 56324 22\r\n"));

        // Too late to be believed: it is an identification, and no good one.
        var end = await _witness.EndAsync();
        Assert.Equal((IPAddress.Loopback, EndReason.ProtocolViolation), (end.RemoteAddress.Address, end.End.Reason));
    }

    [Fact]
    public async Task A_header_of_a_peer_that_is_not_trusted_is_no_SSH()
    {
        var server = Listen(ProxyProtocolPolicy.Require, _long, "192.0.2.0/24");
        using var client = await ConnectAsync(server);
        await client.SendAsync(Headers.Text("PROXY TCP4 192.0.2.1 192.0.2.2 56324 22\r\n"));

        var end = await _witness.EndAsync();
        Assert.Equal((IPAddress.Loopback, EndReason.ProtocolViolation), (end.RemoteAddress.Address, end.End.Reason));
        Assert.Empty(_outcomes);

        var connection = await LoginAsync(server, null, null);
        Assert.Equal(IPAddress.Loopback, connection.RemoteEndPoint.Address);
    }

    [Fact]
    public async Task A_header_may_come_byte_by_byte_and_what_follows_it_is_not_touched()
    {
        foreach (var header in new[] { Headers.Hex(Headers.Tcp6), Headers.WithChecksum(Headers.Tcp4), Headers.Text("PROXY TCP4 192.0.2.1 192.0.2.2 56324 22\r\n") })
        {
            using var client = await ConnectAsync(Listen(ProxyProtocolPolicy.Require, _long));
            foreach (var b in header[..^1])
            {
                await client.SendAsync(new byte[] { b });
                await Task.Delay(2, TestContext.Current.CancellationToken);
            }
            Assert.Equal(0, client.Available);
            await client.SendAsync((byte[])[header[^1], .. "SSH-2.0-tail\r\n"u8]);
            Assert.StartsWith("SSH-2.0-Sluice\r\n", await client.ReceiveTextAsync(17), StringComparison.Ordinal);
            Assert.True(client.Connected);
        }
        Assert.Equal(3, _outcomes.Count(outcome => outcome == ProxyHeaderOutcome.Proxied));
    }

    [Theory]
    [InlineData(ProxyHeaderOutcome.Missing, "SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData(ProxyHeaderOutcome.Missing, "GET / HTTP/1.0\r\n")]
    [InlineData(ProxyHeaderOutcome.Malformed, "PROXY TCP4 here there 1 2\r\n")]
    [InlineData(ProxyHeaderOutcome.Malformed, "\r\n")]
    [InlineData(ProxyHeaderOutcome.TooLong, "\r\n\r\n\0\r\nQUIT\n\u0021\u0011\u00ff\u00ff")]
    [InlineData(ProxyHeaderOutcome.ChecksumWrong, "\r\n\r\n\0\r\nQUIT\n\u0020\0\0\u0007\u0003\0\u0004\0\0\0\0")]
    public async Task A_peer_with_a_wrong_header_is_sent_away_without_a_word(ProxyHeaderOutcome expected, string sent)
    {
        using var client = await ConnectAsync(Listen(ProxyProtocolPolicy.Require, _long));
        await client.SendAsync(Headers.Text(sent == "\r\n" ? "\r\nSSH" : sent));

        await AssertRefusedAsync(client, expected);
    }

    [Fact]
    public async Task A_peer_that_says_nothing_is_sent_away_when_the_time_is_over()
    {
        using var client = await ConnectAsync(Listen(ProxyProtocolPolicy.Require, _short));

        await AssertRefusedAsync(client, ProxyHeaderOutcome.Missing);
    }

    [Theory]
    [InlineData(ProxyProtocolPolicy.Require)]
    [InlineData(ProxyProtocolPolicy.Use)]
    public async Task The_time_for_a_header_is_not_prolonged_by_a_byte_now_and_then(ProxyProtocolPolicy policy)
    {
        using var client = await ConnectAsync(Listen(policy, _short));
        var started = Stopwatch.GetTimestamp();
        using var over = new CancellationTokenSource();
        var dripping = DripAsync(client, over.Token);

        await AssertRefusedAsync(client, ProxyHeaderOutcome.Incomplete);
        Assert.InRange(Stopwatch.GetElapsedTime(started), _short * 0.9, _long);
        await over.CancelAsync();
        await dripping;
    }

    [Fact]
    public async Task A_knock_is_quiet()
    {
        using (await ConnectAsync(Listen(ProxyProtocolPolicy.Require, _long)))
        {
        }

        await Eventually.HoldsAsync(() => !_outcomes.IsEmpty, _long, () => "nothing came of it");
        Assert.Equal([ProxyHeaderOutcome.Knocked], _outcomes);
        Assert.Empty(_witness.Ends);
    }

    [Fact]
    public async Task Those_who_are_waited_for_keep_nobody_out_and_hold_no_buffer()
    {
        var server = Listen(ProxyProtocolPolicy.Require, _long);
        var silent = new List<Socket>();
        for (var i = 0; i < 50; i++) silent.Add(await ConnectAsync(server));
        // Other tests hold some.
        await Eventually.HoldsAsync(() => BufferPool.Shared.Ledger.Blocks(BufferRole.Receive) < 50, _long, () => BufferPool.Shared.Ledger.ToString());

        var connection = await LoginAsync(server, ProxyProtocolVersion.V2, _client);

        Assert.Equal(_client.Source, connection.RemoteEndPoint);
        var started = Stopwatch.GetTimestamp();
        await _acceptor.DisposeAsync();
        Assert.True(Stopwatch.GetElapsedTime(started) < _long / 2, "Those who wait did not end with the acceptor.");
        Assert.Equal(50, _outcomes.Count(outcome => outcome == ProxyHeaderOutcome.Knocked));
        foreach (var socket in silent) socket.Dispose();
    }

    private static async Task DripAsync(Socket client, CancellationToken over)
    {
        try
        {
            await client.SendAsync("PROXY UNKNOWN "u8.ToArray());
            for (var i = 0; i < 90 && !over.IsCancellationRequested; i++)
            {
                await Task.Delay(50, CancellationToken.None);
                await client.SendAsync("x"u8.ToArray());
            }
        }
        catch (SocketException)
        {
            // Sent away.
        }
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, TestContext.Current.CancellationToken);
        return socket;
    }

    private async Task AssertRefusedAsync(Socket client, ProxyHeaderOutcome expected)
    {
        Assert.Equal("", await client.ReceiveTextAsync(1));
        Assert.Equal([expected], _outcomes);
        Assert.Contains($"its PROXY header is {expected}", _log.ToString(), StringComparison.Ordinal);
        Assert.Empty(_witness.Ends);
    }

    private IPEndPoint Listen(ProxyProtocolPolicy policy, TimeSpan limit, string trusted = "127.0.0.0/8") => _acceptor.Listen(
        new IPEndPoint(IPAddress.Loopback, 0),
        new ProxyProtocolOptions { Policy = policy, TrustedNetworks = [IPNetwork.Parse(trusted)], HeaderTimeout = limit, OnHeader = _outcomes.Enqueue });

    /// <summary>Logs in as a proxy does that speaks SSH itself; gives the server's side of it.</summary>
    private async Task<SshConnection> LoginAsync(IPEndPoint server, ProxyProtocolVersion? version, ProxiedEndPoints? onBehalfOf)
    {
        using var key = SshPrivateKey.GenerateEd25519();
        var options = new SshClientOptions { User = "git", IdentityKey = key, HostKeys = [_hostKey.PublicKey], SendProxyProtocol = version };
        var result = await new SshConnector(new OneLogFactory(_log)).ConnectAsync(
            "127.0.0.1", server.Port, options, new SilentConnection(), onBehalfOf, TestContext.Current.CancellationToken);
        Assert.Null(result.Failure);
        result.Connection!.Close(EndReason.Drained, "Done.");
        return Assert.Single(_authenticated);
    }

    private SilentConnection OnAuthenticated(SshConnection connection)
    {
        _authenticated.Enqueue(connection);
        return new SilentConnection();
    }

    private sealed class Witness : IAuthenticator
    {
        public ConcurrentQueue<UnauthenticatedEnd> Ends { get; } = new();

        public ValueTask<object?> AuthenticateAsync(PublicKeyAttempt attempt, CancellationToken cancellationToken) => new("somebody");

        public void OnUnauthenticated(UnauthenticatedEnd end) => Ends.Enqueue(end);

        public Task<UnauthenticatedEnd> EndAsync() =>
            Eventually.GetAsync(() => Ends.TryPeek(out var end) ? end : null, _long, () => "no connection ended");
    }
}

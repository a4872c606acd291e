using System.Collections.Frozen;
using System.Net;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Proxy.Identity;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Tests.Identity;
using Sluice.Proxy.Tests.Sessions;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Observability;

/// <summary>The phrases are sshd's own: fail2ban's filter of that name reads them.</summary>
[Collection(nameof(Stage))]
public sealed class AuthLogTests : IDisposable
{
    private static readonly IPEndPoint _from = new(IPAddress.Parse("::ffff:192.0.2.7"), 50022);

    private readonly CapturedLog<KeyDirectory> _log = new();
    private readonly TemporaryFolder _folder = new();
    private readonly SluiceMetrics _metrics = new();

    [Theory]
    [InlineData(EndReason.PeerClosed, "git", "Connection closed by authenticating user git 192.0.2.7 port 50022 [preauth]")]
    [InlineData(EndReason.ConnectionLost, "git", "Connection closed by authenticating user git 192.0.2.7 port 50022 [preauth]")]
    [InlineData(EndReason.AuthRefused, "git", "maximum authentication attempts exceeded for git from 192.0.2.7 port 50022 ssh2 [preauth]")]
    [InlineData(EndReason.ProtocolViolation, "git", "Disconnected from authenticating user git 192.0.2.7 port 50022 [preauth]")]
    [InlineData(EndReason.ProtocolViolation, "git 192.0.2.1 x", "Disconnected from authenticating user git\\u{20}192.0.2.1\\u{20}x 192.0.2.7 port 50022 [preauth]")]
    [InlineData(EndReason.GraceExceeded, "git", "Timeout before authentication for 192.0.2.7 port 50022")]
    [InlineData(EndReason.GraceExceeded, "", "Timeout before authentication for 192.0.2.7 port 50022")]
    public void A_client_that_never_got_in_has_one_line(EndReason reason, string user, string expected)
    {
        _log.Unauthenticated(new UnauthenticatedEnd(user, _from, "lusab-babad", new End(reason, EndSide.Peer, "why")));

        var line = Assert.Single(_log.Events);
        Assert.Equal((LogLevel.Information, expected), (line.Level, line.Text));
        Assert.Contains(KeyValuePair.Create<string, object?>("connectionId", "lusab-babad"), line.Fields);
    }

    [Theory]
    [InlineData(EndReason.PeerClosed)]
    [InlineData(EndReason.ConnectionLost)]
    public void Who_only_knocks_has_no_line(EndReason reason)
    {
        Assert.Equal(VisitorClass.Knock, _log.Unauthenticated(Ended(reason, "")));
        Assert.Empty(_log.Events);
    }

    [Theory]
    [InlineData(EndReason.ProtocolViolation)]
    [InlineData(EndReason.KeyExchangeFailed)]
    [InlineData(EndReason.MacError)]
    public void Who_does_not_speak_the_protocol_has_a_line_for_debugging(EndReason reason)
    {
        Assert.Equal(VisitorClass.ProtocolFailure, _log.Unauthenticated(Ended(reason, "")));
        var line = Assert.Single(_log.Events);
        Assert.Equal((LogLevel.Debug, "Disconnected from 192.0.2.7 port 50022 [preauth]"), (line.Level, line.Text));
    }

    [Theory]
    [InlineData(EndReason.AuthRefused, "git", VisitorClass.AuthenticationFailure)]
    [InlineData(EndReason.ProtocolViolation, "git", VisitorClass.AuthenticationFailure)]
    [InlineData(EndReason.GraceExceeded, "", VisitorClass.Timeout)]
    [InlineData(EndReason.Drained, "git", null)]
    public void Each_visitor_is_of_one_class(EndReason reason, string user, object? expected) =>
        Assert.Equal((VisitorClass?)expected, _log.Unauthenticated(Ended(reason, user)));

    [Fact]
    public async Task A_strangers_connection_gives_one_line_for_its_key_and_one_for_its_end()
    {
        using var hostKey = SshPrivateKey.GenerateEd25519();
        using var stranger = SshPrivateKey.GenerateEd25519();
        using var directory = new KeyDirectory(new KeysModel(_folder.Root, FrozenSet.Create("git")), new FakeKeys(), _metrics, _log, TimeProvider.System);
        await using (var acceptor = new SshAcceptor(new SshServerOptions { HostKeys = [hostKey] }, directory, _ => throw new InvalidOperationException(), NullLoggerFactory.Instance))
        {
            var bound = acceptor.Listen(new IPEndPoint(IPAddress.IPv6Any, 0));
            var client = new SshClientOptions { User = "git", IdentityKey = stranger, HostKeys = [hostKey.PublicKey] };
            var result = await new SshConnector(NullLoggerFactory.Instance).ConnectAsync("127.0.0.1", bound.Port, client, new Nobody(), CancellationToken.None);
            Assert.Equal(EndReason.AuthRefused, result.Failure!.Reason);
        }

        var lines = _log.Events.Select(e => e.Text).Where(text => text.Contains("127.0.0.1", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, lines.Count);
        Assert.Matches(@"^Failed publickey for git from 127\.0\.0\.1 port [0-9]+ ssh2: ED25519 SHA256:", lines[0]);
        Assert.Matches(@"^(Connection closed by|Disconnected from) authenticating user git 127\.0\.0\.1 port [0-9]+ \[preauth\]$", lines[1]);
    }

    private static UnauthenticatedEnd Ended(EndReason reason, string user) => new(user, _from, "lusab-babad", new End(reason, EndSide.Peer, "why"));

    public void Dispose()
    {
        _metrics.Dispose();
        _folder.Dispose();
    }

    private sealed class Nobody : IConnectionObserver
    {
        public IChannelObserver OnSessionOpened(SshConnection connection, SshChannel channel) => throw new InvalidOperationException();

        public void OnEnded(SshConnection connection, End end)
        {
        }
    }
}

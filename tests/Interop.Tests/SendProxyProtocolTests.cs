using System.Net;

using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Testing;
using Sluice.Transport;

namespace Sluice.Interop.Tests;

/// <summary>Headers that we send, read by a real HAProxy, which has a real sshd behind it.</summary>
public sealed class SendProxyProtocolTests : IConnectionObserver
{
    [Theory]
    [InlineData(ProxyProtocolVersion.V1, "192.0.2.1:56324", "192.0.2.2:22", "192.0.2.1:56324 192.0.2.2:22")]
    [InlineData(ProxyProtocolVersion.V2, "192.0.2.1:56324", "192.0.2.2:22", "192.0.2.1:56324 192.0.2.2:22")]
    [InlineData(ProxyProtocolVersion.V1, "[2001:db8::1]:56324", "[2001:db8::2]:22", "2001:db8::1:56324 2001:db8::2:22")]
    [InlineData(ProxyProtocolVersion.V2, "[2001:db8::1]:56324", "[2001:db8::2]:22", "2001:db8::1:56324 2001:db8::2:22")]
    public async Task Haproxy_takes_the_client_from_our_header(ProxyProtocolVersion version, string source, string destination, string expected)
    {
        await using var haproxy = await ConnectAsync(version, new ProxiedEndPoints(IPEndPoint.Parse(source), IPEndPoint.Parse(destination)));

        await Eventually.HoldsAsync(() => haproxy.Log.Contains(expected), TimeSpan.FromSeconds(20), () => string.Join('\n', haproxy.Log));
    }

    [Theory]
    [InlineData(ProxyProtocolVersion.V1)]
    [InlineData(ProxyProtocolVersion.V2)]
    public async Task Haproxy_takes_a_header_that_names_nobody(ProxyProtocolVersion version)
    {
        // Without a header HAProxy lets nobody through to the sshd.
        await using var haproxy = await ConnectAsync(version, null);
    }

    IChannelObserver IConnectionObserver.OnSessionOpened(SshConnection connection, SshChannel channel) =>
        throw new InvalidOperationException("sshd opens no session channels.");

    void IConnectionObserver.OnEnded(SshConnection connection, End end)
    {
    }

    /// <summary>Logs in to an sshd behind a HAProxy that demands a header, and leaves.</summary>
    private async Task<HaProxyServer> ConnectAsync(ProxyProtocolVersion version, ProxiedEndPoints? client)
    {
        await using var sshd = await OpenSshServer.StartAsync();
        using var files = new TemporaryFolder();
        var pair = await SshKeyPair.GenerateAsync(files.PathOf("id"), "ed25519");
        sshd.Authorize(pair);
        using var key = SshPrivateKey.Read(await File.ReadAllBytesAsync(pair.PrivateKeyFile), null);
        var options = new SshClientOptions
        {
            User = sshd.Endpoint.User,
            IdentityKey = key,
            HostKeys = [.. sshd.Endpoint.HostKeys.Select(line => SshPublicKey.TryParseLine(line, out var parsed, out _, out var fault) ? parsed : throw new FormatException(fault))],
            SendProxyProtocol = version,
        };
        var haproxy = await HaProxyServer.StartAsync(sshd.Endpoint.Port, "", "accept-proxy");
        var result = await new SshConnector(NullLoggerFactory.Instance).ConnectAsync("127.0.0.1", haproxy.Port, options, this, client, CancellationToken.None);
        if (result.Failure is not null) await haproxy.DisposeAsync();
        Assert.True(result.Connection is not null, result.Failure?.Detail);
        result.Connection.Close(EndReason.Drained, "Done.");
        return haproxy;
    }
}

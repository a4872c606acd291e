using System.Net;
using System.Net.Sockets;

using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Transport.Tests.ProxyProtocol;

using Xunit;

namespace Sluice.Transport.Tests.Connection;

/// <summary>What a server sees first of us, byte for byte.</summary>
public sealed class ProxyHeaderSendingTests
{
    [Theory]
    [InlineData(null, true, "")]
    [InlineData(ProxyProtocolVersion.V1, true, "50524F58592054435034203139322E302E322E31203139322E302E322E322035363332342032320D0A")]
    [InlineData(ProxyProtocolVersion.V1, false, "50524F585920554E4B4E4F574E0D0A")]
    [InlineData(ProxyProtocolVersion.V2, true, Headers.Tcp4)]
    [InlineData(ProxyProtocolVersion.V2, false, Headers.Signature + "20000000")]
    public async Task The_header_goes_before_the_identification_in_one_piece(ProxyProtocolVersion? version, bool isProxied, string expected)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var key = SshPrivateKey.GenerateEd25519();
        var options = new SshClientOptions { User = "git", IdentityKey = key, HostKeys = [key.PublicKey], SendProxyProtocol = version };
        var client = isProxied ? Headers.EndPoints("192.0.2.1:56324", "192.0.2.2:22") : null;
        var connecting = new SshConnector(NullLoggerFactory.Instance).ConnectAsync(
            "127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, options, new SilentConnection(), client, TestContext.Current.CancellationToken);

        var received = new byte[1024];
        int bytes;
        using (var server = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken))
        {
            bytes = await server.ReceiveAsync(received, TestContext.Current.CancellationToken);
        }

        Assert.Equal([.. Headers.Hex(expected), .. "SSH-2.0-Sluice\r\n"u8], received[..bytes]);
        Assert.NotNull((await connecting).Failure);
    }
}

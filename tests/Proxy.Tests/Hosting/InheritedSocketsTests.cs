using System.Globalization;
using System.Net;
using System.Net.Sockets;

using Sluice.Proxy.Hosting;

using Xunit;

namespace Sluice.Proxy.Tests.Hosting;

/// <summary>What the environment says of sockets. What lies at descriptor 3 of a test is anybody's, so only what says nothing is tested here.</summary>
public sealed class InheritedSocketsTests
{
    [Theory]
    [InlineData(null, "1")]
    [InlineData("7", null)]
    [InlineData("8", "1")]
    [InlineData("7", "many")]
    [InlineData("7", "-1")]
    [InlineData("7", "0")]
    public void Variables_that_speak_of_another_process_or_of_nothing_give_nothing(string? processId, string? count)
    {
        var sockets = InheritedSockets.Read(name => name switch { "LISTEN_PID" => processId, "LISTEN_FDS" => count, _ => null }, 7, 6);

        Assert.Null(sockets.Predecessor);
        Assert.Null(sockets.Take(SocketRole.Ssh, new IPEndPoint(IPAddress.Loopback, 0)));
        Assert.Empty(sockets.CloseRest());
    }

    [Theory]
    [InlineData("")]
    [InlineData("8:ssh")]
    [InlineData("x:ssh")]
    public void An_upgrade_that_another_process_began_is_none_of_ours(string said)
    {
        var sockets = InheritedSockets.Read(name => name == Successor.Variable ? said : null, 7, 6);

        Assert.Null(sockets.Predecessor);
        Assert.Null(sockets.Take(SocketRole.Ssh, new IPEndPoint(IPAddress.Loopback, 0)));
    }

    [Theory]
    [InlineData("ssh", "ssh", true)]
    [InlineData("metrics", "ssh", false)]
    [InlineData("sluice.socket", "ssh", true)]
    [InlineData("", "metrics", true)]
    public void A_name_that_is_no_role_fits_every_role(string name, string role, bool fits) => Assert.Equal(fits, SocketRole.Fits(name, role));

    [Fact]
    public void A_port_for_http_is_bound_where_nothing_was_inherited()
    {
        var sockets = new HttpSockets(InheritedSockets.None);
        using var socket = sockets.Open(SocketRole.Metrics, new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();

        var (role, descriptor) = Assert.Single(sockets.Descriptors);
        Assert.Equal((SocketRole.Metrics, (int)socket.Handle), (role, descriptor));

        sockets.Release();

        Assert.Empty(sockets.Descriptors);
        Assert.Throws<ObjectDisposedException>(() => socket.Poll(0, SelectMode.SelectRead));
    }
}

using System.Net;
using System.Net.Sockets;

using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Testing;
using Sluice.Testing.Peers;
using Sluice.Transport.Tests.Connection;

using Xunit;

namespace Sluice.Transport.Tests;

/// <summary>Listeners that outlive the accepting, and that two hold.</summary>
public sealed class SshListenerTests
{
    private static readonly IPEndPoint _anyPort = new(IPAddress.Loopback, 0);

    [Fact]
    public async Task A_listener_that_refuses_accepts_again_at_the_same_port()
    {
        await using var acceptor = Acceptor();
        using var listener = SshListener.Bind(_anyPort);
        acceptor.Listen(listener, null);
        Assert.StartsWith("SSH-2.0-", await GreetingAsync(listener.EndPoint), StringComparison.Ordinal);

        await listener.RefuseAsync();

        Assert.False(listener.IsAccepting(TimeSpan.FromSeconds(5)));
        Assert.Equal(SocketError.ConnectionRefused, (await Assert.ThrowsAsync<SocketException>(() => GreetingAsync(listener.EndPoint))).SocketErrorCode);

        acceptor.Listen(listener, null);

        Assert.True(listener.IsAccepting(TimeSpan.FromSeconds(5)));
        Assert.StartsWith("SSH-2.0-", await GreetingAsync(listener.EndPoint), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_took_the_port_while_it_refused_is_told_of()
    {
        await using var acceptor = Acceptor();
        using var listener = SshListener.Bind(_anyPort);
        acceptor.Listen(listener, null);
        await listener.RefuseAsync();
        using var thief = SshListener.Bind(listener.EndPoint);

        Assert.Equal(SocketError.AddressAlreadyInUse, Assert.Throws<SocketException>(() => acceptor.Listen(listener, null)).SocketErrorCode);
        Assert.False(listener.IsAccepting(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task Who_connected_before_it_refuses_is_accepted()
    {
        await using var acceptor = Acceptor();
        using var listener = SshListener.Bind(_anyPort);
        acceptor.Listen(listener, null);
        await listener.PauseAsync();
        using var waiting = await ConnectAsync(listener.EndPoint);

        await listener.RefuseAsync();

        Assert.StartsWith("SSH-2.0-", await waiting.ReceiveTextAsync(8), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_connects_to_a_paused_listener_waits_for_the_next_who_accepts()
    {
        await using var acceptor = Acceptor();
        using var listener = SshListener.Bind(_anyPort);
        acceptor.Listen(listener, null);
        await listener.PauseAsync();
        using var waiting = await ConnectAsync(listener.EndPoint);
        Assert.Equal(0, acceptor.ConnectionCount);

        acceptor.Listen(listener, null);

        Assert.StartsWith("SSH-2.0-", await waiting.ReceiveTextAsync(8), StringComparison.Ordinal);
    }

    /// <summary>Closing it while accepting is under way would end it for the other holder too: hence the pause before.</summary>
    [Fact]
    public async Task One_holder_leaves_and_the_other_goes_on_accepting()
    {
        await using var acceptor = Acceptor();
        var first = SshListener.Bind(_anyPort);
        for (var turn = 0; turn < 20; turn++)
        {
            acceptor.Listen(first, null);
            using var waiting = await ConnectAsync(first.EndPoint);
            Assert.True(SshListener.TryAdopt(FileDescriptor.Duplicate(first.Descriptor), out var second));
            Assert.Equal(first.EndPoint, second.EndPoint);
            acceptor.Listen(second, null);

            await first.PauseAsync();
            first.Dispose();

            Assert.StartsWith("SSH-2.0-", await waiting.ReceiveTextAsync(8), StringComparison.Ordinal);
            Assert.StartsWith("SSH-2.0-", await GreetingAsync(second.EndPoint), StringComparison.Ordinal);
            first = second;
        }
        await first.PauseAsync();
        first.Dispose();
    }

    [Fact]
    public void Only_a_bound_tcp_socket_is_adopted()
    {
        using var file = File.OpenRead("/dev/null");
        using var datagrams = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        datagrams.Bind(_anyPort);
        using var local = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        Assert.False(SshListener.TryAdopt((int)file.SafeFileHandle.DangerousGetHandle(), out _));
        Assert.False(SshListener.TryAdopt((int)datagrams.Handle, out _));
        Assert.False(SshListener.TryAdopt((int)local.Handle, out _));
        Assert.False(SshListener.TryAdopt(9_999, out _));
        // They are still ours.
        Assert.Equal(0, file.Read(new byte[1]));
        Assert.NotNull(datagrams.LocalEndPoint);
    }

    [Fact]
    public async Task Changed_settings_are_for_those_who_connect_from_then_on()
    {
        await using var acceptor = Acceptor();
        var endPoint = acceptor.Listen(_anyPort);
        Assert.Equal("SSH-2.0-Sluice\r\n", await GreetingAsync(endPoint, least: 16));

        acceptor.Apply(new SshServerOptions { HostKeys = [PeerKeys.Host], SoftwareVersion = "Sluice harbour" });

        Assert.Equal("SSH-2.0-Sluice harbour\r\n", await GreetingAsync(endPoint, least: 24));
    }

    private static SshAcceptor Acceptor() =>
        new(new SshServerOptions { HostKeys = [PeerKeys.Host] }, new Nobody(), _ => throw new InvalidOperationException("Nobody logs in."), NullLoggerFactory.Instance);

    private static async Task<Socket> ConnectAsync(IPEndPoint endPoint)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endPoint, TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task<string> GreetingAsync(IPEndPoint endPoint, int least = 8)
    {
        using var socket = await ConnectAsync(endPoint);
        return await socket.ReceiveTextAsync(least);
    }

    private sealed class Nobody : IAuthenticator
    {
        public ValueTask<object?> AuthenticateAsync(PublicKeyAttempt attempt, CancellationToken cancellationToken) => new((object?)null);
    }
}

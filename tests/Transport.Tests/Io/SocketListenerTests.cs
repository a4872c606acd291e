using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

using Sluice.Testing;
using Sluice.Transport.Io;
using Sluice.Transport.Tests.Connection;

using Xunit;

namespace Sluice.Transport.Tests.Io;

[Collection(nameof(Undisturbed))]
public sealed class SocketListenerTests : IDisposable
{
    private readonly SocketListener _listener = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly ConcurrentQueue<SocketLink> _accepted = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly List<Socket> _clients = [];
    private int _shed;

    public SocketListenerTests() => _listener.Start(incoming => _accepted.Enqueue(incoming.Open()), _faults.Enqueue, () => Interlocked.Increment(ref _shed));

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var link in _accepted) link.Dispose();
        foreach (var client in _clients) client.Dispose();
    }

    [Fact]
    public async Task Without_descriptors_those_who_come_are_closed_at_once_and_the_listener_goes_on()
    {
        // Once before: what .NET and xunit load for it, and the thread of the timers, need descriptors of their own.
        Assert.Equal(0, _shed);
        await ConnectAsync(NewClient());
        await Task.Delay(1, TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => _accepted.Count == 1, TimeSpan.FromSeconds(10), () => "the first connection was not accepted");
        var clients = Enumerable.Range(0, 20).Select(_ => NewClient()).ToList();
        var late = NewClient();
        using (var limit = DescriptorLimit.Exhausted())
        {
            foreach (var client in clients) await ConnectAsync(client);
            foreach (var client in clients) Assert.Equal(0, await ReceiveAsync(client));
            Assert.Equal(20, Volatile.Read(ref _shed));
            Assert.Single(_accepted);
            Assert.Contains("too many open descriptors", _faults);
            Assert.InRange(_faults.Count, 1, 5);

            // One for the spare, which a thread that the runtime started in the wrong moment may have taken, and one for who comes.
            limit.Free(2);
            await ConnectAsync(late);
            await Eventually.HoldsAsync(() => _accepted.Count == 2, TimeSpan.FromSeconds(10), () => "nobody was accepted when a descriptor was free again");
        }
        Assert.Equal(20, Volatile.Read(ref _shed));
    }

    [Fact]
    public async Task Who_would_take_one_of_the_last_descriptors_is_closed_at_once()
    {
        var (client, late) = (NewClient(), NewClient());
        using (var limit = DescriptorLimit.AllBut(4))
        {
            await ConnectAsync(client);
            Assert.Equal(0, await ReceiveAsync(client));
            Assert.Equal(1, Volatile.Read(ref _shed));
            Assert.Empty(_accepted);
            Assert.Equal(["too many open descriptors"], _faults);

            // What is left is enough for what ends the process where it cannot be had.
            var thread = new Thread(() => { });
            thread.Start();
            thread.Join();

            limit.Free(1);
            await ConnectAsync(late);
            await Eventually.HoldsAsync(() => _accepted.Count == 1, TimeSpan.FromSeconds(10), () => "nobody was accepted when a descriptor was free again");
        }
        Assert.Equal(1, Volatile.Read(ref _shed));
    }

    [Fact]
    public async Task A_mistake_in_who_takes_connections_costs_that_connection_alone()
    {
        using var listener = new SocketListener(new IPEndPoint(IPAddress.Loopback, 0));
        var calls = 0;
        listener.Start(
            incoming =>
            {
                if (++calls == 1) throw new InvalidOperationException("a mistake");
                _accepted.Enqueue(incoming.Open());
            },
            _faults.Enqueue,
            () => Interlocked.Increment(ref _shed));
        var (first, second) = (NewClient(), NewClient());
        await first.ConnectAsync(listener.EndPoint, TestContext.Current.CancellationToken);
        Assert.Equal(0, await ReceiveAsync(first));
        await second.ConnectAsync(listener.EndPoint, TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => _accepted.Count == 1, TimeSpan.FromSeconds(10), () => "the listener did not go on");
        Assert.Equal(["a mistake"], _faults);
    }

    [Fact]
    public async Task Who_is_refused_hears_the_farewell()
    {
        using var listener = new SocketListener(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Start(incoming => incoming.Refuse("Exceeded MaxStartups\r\n"u8), _faults.Enqueue, () => { });
        var client = NewClient();
        await client.ConnectAsync(listener.EndPoint, TestContext.Current.CancellationToken);
        var buffer = new byte[100];
        Assert.Equal(22, await client.ReceiveAsync(buffer, TestContext.Current.CancellationToken));
        Assert.Equal("Exceeded MaxStartups\r\n"u8, buffer.AsSpan(0, 22));
        Assert.Equal(0, await ReceiveAsync(client));
    }

    private Socket NewClient()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // Bound already: connecting takes no descriptor any more.
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _clients.Add(socket);
        return socket;
    }

    private async Task ConnectAsync(Socket client) => await client.ConnectAsync(_listener.EndPoint, TestContext.Current.CancellationToken);

    /// <summary>0 at the end of the stream, and for a connection that was reset.</summary>
    private static async Task<int> ReceiveAsync(Socket client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            return await client.ReceiveAsync(new byte[1], patience.Token);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }
}

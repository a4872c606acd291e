using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Soak.Peers;

/// <summary>Passes TCP connections on to one address, so that a scenario can reset, finish or hold any of them as a network would.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    // By the ports of the outer ends: the one that connected, and the one that the target sees. A port is used again once its
    // connection is over, so the last one counts.
    private readonly ConcurrentDictionary<int, TcpRelayLink> _byClient = new();
    private readonly ConcurrentDictionary<int, TcpRelayLink> _byTarget = new();
    private readonly IPEndPoint _target;
    private readonly Task _accepting;

    /// <summary>Listens on a loopback port of its own.</summary>
    public TcpRelay(int targetPort)
    {
        _target = new IPEndPoint(IPAddress.Loopback, targetPort);
        _listener.Start(1024);
        _accepting = AcceptAsync();
    }

    /// <summary>Where to connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The connections that there are.</summary>
    public IReadOnlyList<TcpRelayLink> Links => [.. _byClient.Values];

    /// <summary>The connection that came from this port; null if there is none (any more).</summary>
    public TcpRelayLink? FindByClient(int port) => _byClient.GetValueOrDefault(port);

    /// <summary>The connection that the target sees coming from this port; null if there is none (any more).</summary>
    public TcpRelayLink? FindByTarget(int port) => _byTarget.GetValueOrDefault(port);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        foreach (var link in _byClient.Values) link.Reset();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket inner;
            try
            {
                inner = await _listener.AcceptSocketAsync();
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                return;
            }
            _ = PassAsync(inner);
        }
    }

    private async Task PassAsync(Socket near)
    {
        var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        try
        {
            await far.ConnectAsync(_target);
        }
        catch (SocketException)
        {
            near.Dispose();
            far.Dispose();
            return;
        }
        var link = new TcpRelayLink(near, far);
        _byClient[link.ClientPort] = link;
        _byTarget[link.TargetPort] = link;
        await link.RunAsync();
        _byClient.TryRemove(KeyValuePair.Create(link.ClientPort, link));
        _byTarget.TryRemove(KeyValuePair.Create(link.TargetPort, link));
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Soak.Peers;

/// <summary>Passes TCP connections on to one address, so that a scenario can reset, finish or hold any of them as a network would.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpRelayLink, byte> _links = new();
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

    /// <summary>The connection with this port at either of its outer ends; null if there is none (any more).</summary>
    public TcpRelayLink? Find(int port) => _links.Keys.FirstOrDefault(link => link.IsFrom(port));

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        foreach (var link in _links.Keys) link.Reset();
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
        _links[link] = 0;
        await link.RunAsync();
        _links.TryRemove(link, out _);
    }
}

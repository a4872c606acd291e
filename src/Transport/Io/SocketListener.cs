using System.Net;
using System.Net.Sockets;

namespace Sluice.Transport.Io;

/// <summary>A listening TCP socket. Accept errors never end it; only <see cref="Dispose"/> does.</summary>
internal sealed class SocketListener : IDisposable
{
    private readonly Socket _socket;
    private volatile bool _closed;

    public SocketListener(IPEndPoint endPoint)
    {
        _socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.Address.Equals(IPAddress.IPv6Any)) _socket.DualMode = true;
            _socket.Bind(endPoint);
            _socket.Listen(4096);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Accepts until disposed; a fault, such as running out of descriptors, is told and waited out.</summary>
    public async Task RunAsync(Action<SocketLink> accepted, Action<string> failed)
    {
        while (!_closed)
        {
            Socket? socket = null;
            try
            {
                socket = await _socket.AcceptAsync().ConfigureAwait(false);
                accepted(new SocketLink(socket));
            }
            catch (ObjectDisposedException) when (_closed)
            {
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                if (_closed) return;
                failed(e is SocketException s ? SocketFault.Describe(s.SocketErrorCode) : e.Message);
                // A client that was gone before it was accepted is its own fault alone; without a socket it is ours.
                if (socket is null) await Task.Delay(100).ConfigureAwait(false);
                socket?.Dispose();
            }
        }
    }

    public void Dispose()
    {
        _closed = true;
        _socket.Dispose();
    }
}

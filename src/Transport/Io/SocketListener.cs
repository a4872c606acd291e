using System.Net;
using System.Net.Sockets;

namespace Sluice.Transport.Io;

/// <summary>A listening TCP socket. Accept errors never end it; only <see cref="Dispose"/> does.</summary>
internal sealed class SocketListener : IDisposable
{
    private const int PauseMilliseconds = 100;
    private const int ReportMilliseconds = 1000;

    private readonly Socket _socket;
    private readonly SpareDescriptor _spare = new();
    private volatile bool _closed;
    private long _reported = -ReportMilliseconds;

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

    /// <summary>
    /// Accepts until disposed. A fault is told, at most once a second, and waited out. When no descriptor is left, and none has
    /// become free after a moment, who waits to be accepted is accepted on the spare one and closed: it hears at once that
    /// it has to come again.
    /// </summary>
    /// <param name="accepted">Takes a connection over.</param>
    /// <param name="failed">Hears of a fault.</param>
    /// <param name="shed">A connection was closed for want of a descriptor.</param>
    public async Task RunAsync(Action<Incoming> accepted, Action<string> failed, Action shed)
    {
        while (!_closed)
        {
            Socket? socket = null;
            try
            {
                socket = await _socket.AcceptAsync().ConfigureAwait(false);
                accepted(new Incoming(socket));
            }
            catch (ObjectDisposedException) when (_closed)
            {
                break;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                if (_closed) break;
                Report(e, failed);
                // A client that was gone before it was accepted is its own fault alone; without a socket it is ours.
                if (socket is null) await Task.Delay(PauseMilliseconds).ConfigureAwait(false);
                socket?.Dispose();
                if (socket is null && IsOutOfDescriptors(e)) Shed(shed);
            }
        }
        _spare.Dispose();
    }

    public void Dispose()
    {
        _closed = true;
        _socket.Dispose();
    }

    private static bool IsOutOfDescriptors(Exception e) => e is SocketException { SocketErrorCode: SocketError.TooManyOpenSockets };

    private void Report(Exception e, Action<string> failed)
    {
        var now = Environment.TickCount64;
        if (now - _reported < ReportMilliseconds) return;
        _reported = now;
        failed(e is SocketException s ? SocketFault.Describe(s.SocketErrorCode) : e.Message);
    }

    /// <summary>Closes all who wait to be accepted, for as long as there is nothing but the spare descriptor.</summary>
    private void Shed(Action shed)
    {
        try
        {
            // Asked first: accepting would wait for a connection if there is none.
            while (!_closed && _spare.IsNeeded && _socket.Poll(0, SelectMode.SelectRead))
            {
                _spare.Release();
                using (_socket.Accept())
                {
                    shed();
                }
                _spare.Reserve();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Somebody else took the descriptor, or we are closing.
            _spare.Reserve();
        }
    }
}

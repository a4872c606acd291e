using System.Net;
using System.Net.Sockets;

using Microsoft.Extensions.ObjectPool;

namespace Sluice.Transport.Io;

/// <summary>A connected TCP socket. It owns one operation for receiving and borrows one for sending while it sends.</summary>
internal sealed class SocketLink : ByteLink
{
    // Senders are needed for moments only: they are shared by all connections.
    private static readonly DefaultObjectPool<SocketOperation> _senders = new(new DefaultPooledObjectPolicy<SocketOperation>(), 256);

    private readonly Socket _socket;
    private readonly SocketOperation _receiver = new();

    public SocketLink(Socket socket)
    {
        _socket = socket;
        // Non-blocking, so that TryReceive returns at once.
        _socket.Blocking = false;
        _socket.NoDelay = true;
        _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        // A dual-mode listener sees IPv4 peers as ::ffff:a.b.c.d, which nobody who reads, compares or bans addresses expects.
        var remote = (IPEndPoint)_socket.RemoteEndPoint!;
        RemoteEndPoint = remote.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(remote.Address.MapToIPv4(), remote.Port) : remote;
    }

    public IPEndPoint RemoteEndPoint { get; }

    public override ValueTask<IoResult> WaitAsync() => _receiver.ReceiveAsync(_socket, default);

    public override bool TryReceive(Memory<byte> buffer, out IoResult result)
    {
        try
        {
            var bytes = _socket.Receive(buffer.Span, SocketFlags.None, out var error);
            result = error == SocketError.Success ? new(bytes, null) : new(0, SocketFault.Describe(error));
            return error is not (SocketError.WouldBlock or SocketError.IOPending);
        }
        catch (ObjectDisposedException)
        {
            result = new(0, "closed here");
            return true;
        }
    }

    public override ValueTask<IoResult> SendAsync(ReadOnlyMemory<byte> bytes) => _senders.Get().SendAsync(_socket, bytes, _senders);

    public override void ShutdownSend()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer was faster.
        }
    }

    public override void Close() => _socket.Dispose();

    public override void Dispose()
    {
        _socket.Dispose();
        _receiver.Dispose();
    }
}

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
    private Task<IoResult>? _abandonedWait;
    // What was closed is asked once more by the receive loop; an exception for that would be the price of each connection.
    private volatile bool _isClosed;

    public SocketLink(Socket socket)
        : this(socket, Plain((IPEndPoint)socket.RemoteEndPoint!), Plain((IPEndPoint)socket.LocalEndPoint!))
    {
    }

    public SocketLink(Socket socket, IPEndPoint remote, IPEndPoint local)
    {
        _socket = socket;
        // Non-blocking, so that TryReceive returns at once.
        _socket.Blocking = false;
        _socket.NoDelay = true;
        _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        RemoteEndPoint = remote;
        LocalEndPoint = local;
    }

    private static IoResult ClosedHere => new(0, "closed here");

    public IPEndPoint RemoteEndPoint { get; }

    public IPEndPoint LocalEndPoint { get; }

    public override ValueTask<IoResult> WaitAsync()
    {
        if (Interlocked.Exchange(ref _abandonedWait, null) is { } wait) return new(wait);
        return _isClosed ? new(ClosedHere) : _receiver.ReceiveAsync(_socket, default);
    }

    /// <summary>The same, but no longer than until <paramref name="expiry"/>, which gives null; the next wait goes on with this one.</summary>
    public async ValueTask<IoResult?> WaitAsync(Task expiry)
    {
        var wait = WaitAsync();
        if (wait.IsCompleted) return await wait.ConfigureAwait(false);
        var waiting = wait.AsTask();
        if (await Task.WhenAny(waiting, expiry).ConfigureAwait(false) == waiting) return await waiting.ConfigureAwait(false);
        _abandonedWait = waiting;
        return null;
    }

    public override bool TryReceive(Memory<byte> buffer, out IoResult result) => TryReceive(buffer, SocketFlags.None, out result);

    /// <summary>The same, and leaves the bytes where they are.</summary>
    public bool TryPeek(Memory<byte> buffer, out IoResult result) => TryReceive(buffer, SocketFlags.Peek, out result);

    /// <summary>Instead of <see cref="Dispose"/>: says what the socket takes at once, and closes when the peer has had a moment to hear it.</summary>
    public void SendAway(ReadOnlySpan<byte> farewell)
    {
        if (!farewell.IsEmpty)
        {
            try
            {
                _socket.Send(farewell, SocketFlags.None, out _);
                Lingering.Shared.Add(_socket);
                _receiver.Dispose();
                return;
            }
            catch (ObjectDisposedException)
            {
                // It is gone already.
            }
        }
        Dispose();
    }

    private bool TryReceive(Memory<byte> buffer, SocketFlags flags, out IoResult result)
    {
        try
        {
            var bytes = _socket.Receive(buffer.Span, flags, out var error);
            result = error == SocketError.Success ? new(bytes, null) : new(0, SocketFault.Describe(error));
            return error is not (SocketError.WouldBlock or SocketError.IOPending);
        }
        catch (ObjectDisposedException)
        {
            result = ClosedHere;
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

    public override SocketUsage? ReadUsage() => SocketReport.Read(_socket);

    public override void Close()
    {
        _isClosed = true;
        _socket.Dispose();
    }

    /// <summary>Closes at once: what is in line is dropped, and the peer gets a RST.</summary>
    public void Reset() => _socket.Close(0);

    public override void Dispose()
    {
        _socket.Dispose();
        _receiver.Dispose();
    }

    /// <summary>A dual-mode listener sees IPv4 addresses as ::ffff:a.b.c.d, which nobody who reads, compares or bans addresses expects.</summary>
    public static IPEndPoint Plain(IPEndPoint endPoint) =>
        endPoint.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(endPoint.Address.MapToIPv4(), endPoint.Port) : endPoint;
}

using System.Net;
using System.Net.Sockets;

namespace Sluice.Transport.Io;

/// <summary>A connection that was accepted and that nothing was spent on yet. It is either opened or refused.</summary>
internal readonly struct Incoming(Socket socket)
{
    /// <summary>The peer's address.</summary>
    public IPEndPoint RemoteEndPoint { get; } = SocketLink.Plain((IPEndPoint)socket.RemoteEndPoint!);

    /// <summary>Our own.</summary>
    public IPEndPoint LocalEndPoint { get; } = SocketLink.Plain((IPEndPoint)socket.LocalEndPoint!);

    /// <summary>Takes the connection.</summary>
    public SocketLink Open() => new(socket, RemoteEndPoint, LocalEndPoint);

    /// <summary>Says <paramref name="farewell"/>, which the empty queue of a fresh socket takes at once, and closes when the peer has had a moment to hear it.</summary>
    public void Refuse(ReadOnlySpan<byte> farewell)
    {
        if (farewell.IsEmpty)
        {
            socket.Dispose();
            return;
        }
        socket.Send(farewell, SocketFlags.None, out _);
        Lingering.Shared.Add(socket);
    }
}

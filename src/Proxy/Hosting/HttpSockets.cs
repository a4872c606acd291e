using System.Net;
using System.Net.Sockets;

using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Sluice.Proxy.Hosting;

/// <summary>The TCP sockets that Kestrel listens on, so that the process that takes over can have them.</summary>
internal sealed class HttpSockets(InheritedSockets inherited)
{
    private readonly Lock _lock = new();
    private readonly List<(string Role, Socket Socket)> _sockets = [];

    /// <summary>The socket that was inherited for an address, or one that is bound to it.</summary>
    /// <exception cref="SocketException">The address is taken or not ours.</exception>
    public Socket Open(string role, EndPoint endPoint)
    {
        if (endPoint is not IPEndPoint address) return SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        var found = inherited.Take(role, address);
        var socket = found is not null
            ? new Socket(new SafeSocketHandle(found.Descriptor, ownsHandle: true))
            : SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        lock (_lock) _sockets.Add((found is { IsHeld: true } ? role + SocketRole.HeldMark : role, socket));
        return socket;
    }

    /// <summary>What there is to hand over.</summary>
    public IReadOnlyList<(string Role, int Descriptor)> Descriptors
    {
        get
        {
            lock (_lock) return [.. _sockets.Select(entry => (entry.Role, (int)entry.Socket.Handle))];
        }
    }

    /// <summary>Another process accepts now: closes them here. Requests that are under way are answered.</summary>
    public void Release()
    {
        lock (_lock)
        {
            foreach (var (_, socket) in _sockets)
            {
                // .NET disconnects a socket that it closes under an accept, which would be the other process's too; but not one
                // that programs may inherit.
                Libc.SetInherited((int)socket.Handle, true);
                socket.Dispose();
            }
            _sockets.Clear();
        }
    }
}

using System.Net;
using System.Net.Sockets;

using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Sluice.Proxy.Hosting;

/// <summary>The sockets that Kestrel listens on. Those of TCP are kept, so that the process that takes over can have them.</summary>
internal sealed class HttpSockets(InheritedSockets inherited)
{
    private readonly Lock _lock = new();
    private readonly List<(string Role, Socket Socket)> _sockets = [];

    /// <summary>The socket that was inherited for an address, or one that is bound to it.</summary>
    /// <exception cref="SocketException">The address is taken or not ours.</exception>
    /// <exception cref="IOException">The Unix socket cannot be made there.</exception>
    public Socket Open(string role, EndPoint endPoint)
    {
        if (endPoint is UnixDomainSocketEndPoint file) return OpenPrivate(file);
        var address = (IPEndPoint)endPoint;
        var found = inherited.Take(role, address);
        var socket = found is not null
            ? new Socket(new SafeSocketHandle(found.Descriptor, ownsHandle: true))
            : SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
        lock (_lock) _sockets.Add((found is { IsHeld: true } ? role + SocketRole.HeldMark : role, socket));
        return socket;
    }

    // Between being bound and listening nobody can connect: the mode is right before anybody could make use of a wider one.
    private static Socket OpenPrivate(UnixDomainSocketEndPoint file)
    {
        Socket? socket = null;
        try
        {
            socket = SocketTransportOptions.CreateDefaultBoundListenSocket(file);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file.ToString(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return socket;
        }
        catch (Exception e) when (e is SocketException or UnauthorizedAccessException)
        {
            socket?.Dispose();
            throw new IOException($"{file} cannot be made ({e.Message}): change AdminListen, or who may write there.", e);
        }
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

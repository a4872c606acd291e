using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Proxy.Hosting;

/// <summary>
/// The listening sockets that this process was started with: by systemd (LISTEN_FDS, sd_listen_fds(3)), or by the process
/// that it takes over from (<see cref="Successor"/>). Each is given away once, to whoever wants to listen on its address.
/// </summary>
internal sealed class InheritedSockets
{
    /// <summary>Both protocols begin with this descriptor.</summary>
    public const int First = 3;

    private readonly Lock _lock = new();
    private readonly List<InheritedSocket> _entries = [];

    /// <summary>Nothing was inherited.</summary>
    public static InheritedSockets None { get; } = new();

    /// <summary>The process that this one takes over from; null if it was started by somebody else.</summary>
    public Predecessor? Predecessor { get; private init; }

    /// <summary>Reads what the environment says. Variables that speak of another process are of no concern.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="processId">This process.</param>
    /// <param name="parentId">The process that started this one.</param>
    public static InheritedSockets Read(Func<string, string?> variable, int processId, int parentId)
    {
        if (variable(Successor.Variable)?.Split(':') is [var parent, .. var names] && parent == parentId.ToString(CultureInfo.InvariantCulture))
        {
            var taken = new InheritedSockets { Predecessor = Predecessor.TryOpen(First + names.Length) };
            taken.Add(names.Select(name => (name.TrimEnd(SocketRole.HeldMark), name.EndsWith(SocketRole.HeldMark))));
            return taken;
        }
        var inherited = new InheritedSockets();
        if (variable("LISTEN_PID") == processId.ToString(CultureInfo.InvariantCulture)
            && int.TryParse(variable("LISTEN_FDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and < 1000)
        {
            var given = (variable("LISTEN_FDNAMES") ?? "").Split(':');
            inherited.Add(Enumerable.Range(0, count).Select(index => (given.ElementAtOrDefault(index) ?? "", true)));
        }
        return inherited;
    }

    /// <summary>The socket that is bound to an address, or null; whoever gets it owns it. Port 0 takes any of that address.</summary>
    public InheritedSocket? Take(string role, IPEndPoint wanted)
    {
        lock (_lock)
        {
            var fitting = _entries.FindAll(entry => SocketRole.Fits(entry.Name, role));
            var found = fitting.Find(entry => entry.EndPoint.Equals(wanted)) ?? (wanted.Port == 0 ? fitting.Find(entry => entry.EndPoint.Address.Equals(wanted.Address)) : null);
            if (found is null) return null;
            _entries.Remove(found);
            return found;
        }
    }

    /// <summary>Closes what nobody wanted, and gives its addresses.</summary>
    public IReadOnlyList<IPEndPoint> CloseRest()
    {
        lock (_lock)
        {
            foreach (var entry in _entries) _ = Libc.Close(entry.Descriptor);
            List<IPEndPoint> closed = [.. _entries.Select(entry => entry.EndPoint)];
            _entries.Clear();
            return closed;
        }
    }

    private void Add(IEnumerable<(string Name, bool IsHeld)> sockets)
    {
        foreach (var (index, (name, isHeld)) in sockets.Index())
        {
            var descriptor = First + index;
            // Not for the programs that we may start.
            Libc.SetInherited(descriptor, false);
            if (EndPointOf(descriptor) is { } endPoint) _entries.Add(new InheritedSocket(descriptor, endPoint, name, isHeld));
        }
    }

    private static IPEndPoint? EndPointOf(int descriptor)
    {
        using var handle = new SafeSocketHandle(descriptor, ownsHandle: false);
        try
        {
            using var socket = new Socket(handle);
            return socket.SocketType == SocketType.Stream ? socket.LocalEndPoint as IPEndPoint : null;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return null;
        }
    }
}

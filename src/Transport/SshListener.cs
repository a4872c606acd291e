using System.Diagnostics.CodeAnalysis;
using System.Net;

using Sluice.Transport.Io;

namespace Sluice.Transport;

/// <summary>
/// An address that clients connect to. It outlives the accepting: <see cref="SshAcceptor.Listen(SshListener, ProxyProtocolOptions?)"/>
/// may begin and end it several times, and another process may be given its descriptor.
/// </summary>
public sealed class SshListener : IDisposable
{
    private readonly SocketListener _socket;
    private Action<Incoming>? _accepted;

    private SshListener(SocketListener socket) => _socket = socket;

    /// <summary>Where it listens; a port that was asked for as 0 is the one that was taken.</summary>
    public IPEndPoint EndPoint => _socket.EndPoint;

    /// <summary>The file descriptor, to be duplicated for another process; it stays this object's.</summary>
    public int Descriptor => _socket.Descriptor;

    /// <summary>Binds and listens; port 0 takes a free one. Nobody is accepted yet.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The address is taken or not ours.</exception>
    public static SshListener Bind(IPEndPoint endPoint) => new(new SocketListener(endPoint));

    /// <summary>Takes over a descriptor that another process has bound; false, and nothing taken, if it is not a TCP socket that is bound.</summary>
    public static bool TryAdopt(int descriptor, [NotNullWhen(true)] out SshListener? listener)
    {
        listener = SocketListener.TryAdopt(descriptor) is { } socket ? new SshListener(socket) : null;
        return listener is not null;
    }

    /// <summary>Ends accepting. Who connects from now on waits, until somebody accepts again, here or in another process.</summary>
    public Task PauseAsync() => _socket.PauseAsync();

    /// <summary>
    /// Accepts who is waiting already, where anybody ever was accepted, then ends accepting and has everybody refused who connects
    /// from now on, also where another process holds the socket. Accepting may begin again, unless somebody has taken the address meanwhile.
    /// </summary>
    public Task RefuseAsync() => _socket.RefuseAsync(_accepted);

    /// <summary>True while clients are accepted and none of them has been waiting for that long to be taken.</summary>
    public bool IsAccepting(TimeSpan patience) => _socket.IsAccepting(patience);

    /// <summary>
    /// Closes it here. Where another process holds the socket, <see cref="PauseAsync"/> must have completed before: nothing happens
    /// to the socket then.
    /// </summary>
    public void Dispose() => _socket.Dispose();

    internal void Start(Action<Incoming> accepted, Action<string> failed, Action shed)
    {
        _accepted = accepted;
        _socket.Start(accepted, failed, shed);
    }
}

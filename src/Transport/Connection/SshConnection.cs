using System.Diagnostics.CodeAnalysis;
using System.Net;

using Sluice.Transport.Channels;
using Sluice.Transport.Connection;
using Sluice.Transport.Diagnostics;
using Sluice.Transport.Handshake;
using Sluice.Transport.Io;
using Sluice.Transport.Packets;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport;

/// <summary>An authenticated, or not yet authenticated, SSH connection in either role.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The receive loop releases everything at the connection's end; nobody else may.")]
public sealed partial class SshConnection
{
    private const int LingerMilliseconds = 3000;

    private readonly ConnectionSettings _settings;
    private readonly ByteLink _link;
    private readonly Outbound _outbound;
    private readonly PacketReader _reader = new();
    private readonly ChannelTable _channels = new();
    private readonly long _started = Environment.TickCount64;
    private readonly TaskCompletionSource<End?> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IConnectionObserver? _observer;
    private End? _end;
    private long _endedAt;
    private long _lastReceived = Environment.TickCount64;
    private long _keysSince = Environment.TickCount64;
    private int _unansweredAlive;

    internal SshConnection(ConnectionSettings settings, ByteLink link, IPEndPoint remoteEndPoint, IConnectionObserver? observer)
    {
        _settings = settings;
        _link = link;
        _observer = observer;
        _outbound = new Outbound(this, link, settings.Pool);
        RemoteEndPoint = remoteEndPoint;
    }

    /// <summary>A short, speakable, semi-unique id, as in <c>lusab-babad</c>, for logs.</summary>
    public string Id { get; } = ConnectionId.Create();

    /// <summary>The peer's address.</summary>
    public IPEndPoint RemoteEndPoint { get; }

    /// <summary>The peer's identification string without line end; empty before it came.</summary>
    public string RemoteIdentification { get; private set; } = "";

    /// <summary>The user name that was authenticated; empty before.</summary>
    public string User { get; private set; } = "";

    /// <summary>Server role: the key that signed; null before authentication.</summary>
    public SshPublicKey? AuthenticatedKey { get; private set; }

    /// <summary>Server role: what <see cref="IAuthenticator"/> said; null before authentication.</summary>
    public object? Identity { get; private set; }

    /// <summary>True until the connection ended.</summary>
    public bool IsAlive => Volatile.Read(ref _end) is null;

    /// <summary>Null once authenticated; or why that did not come about.</summary>
    internal Task<End?> Ready => _ready.Task;

    /// <summary>Client role: opens a session channel. The observer hears OnOpened or OnOpenRefused, or OnEnded at once if the connection is over.</summary>
    public SshChannel OpenSession(IChannelObserver observer, uint initialWindow, uint maxPacket)
    {
        maxPacket = Math.Min(maxPacket, PacketLimits.MaxData);
        var channel = _channels.Add(int.MaxValue, number => new SshChannel(this, _outbound, number, initialWindow, maxPacket) { Observer = observer })!;
        if (IsAlive) _outbound.Send(new ChannelOpenMessage("session"u8, channel.LocalNumber, initialWindow, maxPacket));
        // The end may have come between; whoever is first tells the observer.
        if (!IsAlive) EndChannel(channel, _end);
        return channel;
    }

    /// <summary>Sends DISCONNECT with the RFC code that fits and ends the connection. The first end wins.</summary>
    public void Close(EndReason reason, string detail) => End(reason, EndSide.Local, detail);

    /// <summary>Ends the connection; only the first call counts. Observers hear of it from the receive loop.</summary>
    internal void End(EndReason reason, EndSide side, string detail)
    {
        if (Interlocked.CompareExchange(ref _end, new End(reason, side, detail), null) is not null) return;
        Volatile.Write(ref _endedAt, Environment.TickCount64);
        if (reason is EndReason.ConnectionLost || (reason is EndReason.PeerClosed && side is EndSide.Peer))
        {
            _link.Close();
            return;
        }
        _outbound.Send(new DisconnectMessage(CodeOf(reason), detail));
        _outbound.CloseWhenSent();
    }

    internal void OnSendFailed(string fault)
    {
        End(EndReason.ConnectionLost, EndSide.Peer, $"Sending failed: {fault}.");
        _link.Close();
    }

    /// <summary>CLOSE went both ways. The observer hears it from another thread, since the caller may hold its locks.</summary>
    internal void CompleteChannel(SshChannel channel)
    {
        _channels.Remove(channel);
        ThreadPool.UnsafeQueueUserWorkItem(static state => state.Connection.EndChannel(state, null), channel, preferLocal: true);
    }

    /// <summary>Runs an observer's code: a mistake in it costs this connection, not the process.</summary>
    internal bool Guard(Func<SshChannel, bool> call, SshChannel channel)
    {
        try
        {
            return call(channel);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            OnMistake(e);
            return false;
        }
    }

    /// <summary>Looks at the deadlines; called once a second.</summary>
    internal void OnTick(long now)
    {
        if (!IsAlive)
        {
            if (now - Volatile.Read(ref _endedAt) > LingerMilliseconds) _link.Close();
            return;
        }
        if (_phase != Phase.Connected && now - _started > _settings.Grace.TotalMilliseconds)
        {
            if (_settings.IsServer) TransportLog.GraceExceeded(_settings.Log, RemoteEndPoint.Address.ToString(), RemoteEndPoint.Port, Id);
            End(EndReason.GraceExceeded, EndSide.Peer, "Not authenticated in time.");
            return;
        }
        if (_exchangeSince != 0 && now - _exchangeSince > Math.Max(_settings.Grace.TotalMilliseconds, 1000))
        {
            End(EndReason.GraceExceeded, EndSide.Peer, "A key exchange did not finish in time.");
            return;
        }
        if (_phase == Phase.Connected && _exchangeSince == 0 && now - _keysSince > _settings.RekeyInterval.TotalMilliseconds)
        {
            // Keys are the receive loop's: the answer wakes it.
            _outbound.Send(new GlobalRequestMessage("keepalive@openssh.com"u8, true));
            return;
        }
        if (_phase != Phase.Connected || _settings.AliveInterval <= TimeSpan.Zero) return;
        if (now - Volatile.Read(ref _lastReceived) < _settings.AliveInterval.TotalMilliseconds * (_unansweredAlive + 1)) return;
        if (_unansweredAlive++ >= _settings.AliveCountMax)
        {
            End(EndReason.IdleTimeout, EndSide.Peer, "The peer does not answer.");
            return;
        }
        _outbound.Send(new GlobalRequestMessage("keepalive@openssh.com"u8, true));
    }

    private static DisconnectCode CodeOf(EndReason reason) => reason switch
    {
        EndReason.ProtocolViolation => DisconnectCode.ProtocolError,
        EndReason.MacError => DisconnectCode.MacError,
        EndReason.KeyExchangeFailed => DisconnectCode.KeyExchangeFailed,
        EndReason.HostKeyUnknown => DisconnectCode.HostKeyNotVerifiable,
        EndReason.AuthRefused => DisconnectCode.NoMoreAuthMethods,
        EndReason.IdleTimeout or EndReason.PeerNotReading or EndReason.ConnectionLost or EndReason.GraceExceeded => DisconnectCode.ConnectionLost,
        _ => DisconnectCode.ByApplication,
    };

    private void OnMistake(Exception exception)
    {
        TransportLog.Mistake(_settings.Log, exception, Id);
        End(EndReason.InternalError, EndSide.Local, "Internal error.");
    }

    private void EndChannel(SshChannel channel, End? end)
    {
        _channels.Remove(channel);
        if (!channel.TryEnd()) return;
        Guard(c =>
        {
            c.Observer.OnEnded(c, end);
            return true;
        }, channel);
    }
}

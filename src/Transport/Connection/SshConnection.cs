using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;

using Sluice.Transport.Channels;
using Sluice.Transport.Connection;
using Sluice.Transport.Diagnostics;
using Sluice.Transport.Io;
using Sluice.Transport.Packets;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport;

/// <summary>An authenticated, or not yet authenticated, SSH connection in either role.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The receive loop releases everything at the connection's end; nobody else may.")]
public sealed class SshConnection
{
    private readonly ConnectionSettings _settings;
    private readonly ByteLink _link;
    private readonly ChannelTable _channels = new();
    private readonly Outbound _outbound;
    private readonly Inbound _inbound;
    private readonly Deadlines _deadlines;
    private readonly TaskCompletionSource<End?> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IConnectionObserver? _observer;
    private End? _end;

    internal SshConnection(ConnectionSettings settings, ByteLink link, ProxiedEndPoints endPoints, IConnectionObserver? observer, IConnectionPass? pass = null)
    {
        _settings = settings;
        _link = link;
        _observer = observer;
        Recorder = new FlightRecorder(settings.Pool);
        _outbound = new Outbound(this, link, settings.Pool);
        _inbound = new Inbound(this, settings, link, _outbound, _channels, pass);
        _deadlines = new Deadlines(this, settings, _inbound.Exchanges, _outbound);
        (RemoteEndPoint, LocalEndPoint) = settings.IsServer ? (endPoints.Source, endPoints.Destination) : (endPoints.Destination, endPoints.Source);
    }

    /// <summary>A short, speakable, semi-unique id, as in <c>lusab-babad</c>, for logs.</summary>
    public string Id { get; } = ConnectionId.Create();

    /// <summary>The peer's address; the client's own where a trusted proxy in front of us named it.</summary>
    public IPEndPoint RemoteEndPoint { get; }

    /// <summary>Our end's address; where a trusted proxy in front of us named the client, what the client connected to.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>The peer's identification string without line end; empty before it came.</summary>
    public string RemoteIdentification => _inbound.Identification;

    /// <summary>The user name that was authenticated; empty before.</summary>
    public string User { get; private set; } = "";

    /// <summary>Server role: the key that signed; null before authentication.</summary>
    public SshPublicKey? AuthenticatedKey { get; private set; }

    /// <summary>Server role: what <see cref="IAuthenticator"/> said; null before authentication.</summary>
    public object? Identity { get; private set; }

    /// <summary>True until the connection ended.</summary>
    public bool IsAlive => Volatile.Read(ref _end) is null;

    /// <summary>True while the peer owes the answer to a keepalive: it may be stalled, or gone without a word.</summary>
    public bool IsSilent => _deadlines.IsAnswerOverdue;

    /// <summary>What the last key exchange agreed on; null before the first is done.</summary>
    public ConnectionAlgorithms? Algorithms => _inbound.Exchanges.Agreed?.ToNames();

    /// <summary>The rented memory that it has now. Takes no lock: safe from any thread, and cheap enough to ask all connections.</summary>
    public ConnectionMemory ReadMemory() =>
        _outbound.ReadMemory(_inbound.Rented, _channels.Count);

    /// <summary>What the kernel holds and knows of this connection now; null once it is closed, and where the system cannot tell.</summary>
    public SocketUsage? ReadSocket() => _link.ReadUsage();

    /// <summary>
    /// The last protocol events of both directions, oldest first: up to 64 while there are channels, and the last few of each
    /// direction afterwards. Safe from any thread, and after the end.
    /// </summary>
    public IReadOnlyList<FlightEvent> ReadEvents() => Recorder.Read();

    /// <summary>What is behind <see cref="ReadEvents"/>.</summary>
    internal FlightRecorder Recorder { get; }

    /// <summary>True from authentication on.</summary>
    internal bool IsConnected => _inbound.Login is null;

    /// <summary>Null once authenticated; or why that did not come about.</summary>
    internal Task<End?> Ready => _ready.Task;

    /// <summary>The host key algorithm that the first key exchange agreed on.</summary>
    internal string HostKeyAlgorithm => _inbound.Exchanges.HostKeyAlgorithm;

    /// <summary>The session id; there from the first keys on.</summary>
    internal byte[] SessionId => _inbound.Exchanges.SessionId!;

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

    /// <summary>The connection's whole life: identification, then packets, until the end. Never throws.</summary>
    internal async Task RunAsync()
    {
        _settings.Sweep.Add(this);
        ConnectionCounts.Shared.Opened(_settings.IsServer);
        try
        {
            // In one piece: receivers of a PROXY header may count on its arriving at once.
            _outbound.SendRaw([.. _settings.ProxyHeader, .. Encoding.ASCII.GetBytes($"{_settings.Identification}\r\n")]);
            await _inbound.RunAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            OnMistake(e);
        }
        finally
        {
            Finish();
        }
    }

    /// <summary>Ends the connection; only the first call counts. Observers hear of it from the receive loop.</summary>
    internal void End(EndReason reason, EndSide side, string detail)
    {
        if (Interlocked.CompareExchange(ref _end, new End(reason, side, detail), null) is not null) return;
        _deadlines.OnEnded();
        _inbound.Login?.Cancel();
        if (reason is EndReason.ConnectionLost or EndReason.PeerNotReading || (reason is EndReason.PeerClosed && side is EndSide.Peer))
        {
            // Nobody is there to read a DISCONNECT.
            _link.Close();
            return;
        }
        _outbound.Send(new DisconnectMessage(DisconnectCodes.Of(reason), detail));
        _outbound.CloseWhenSent();
    }

    /// <summary>The peer broke the protocol.</summary>
    internal void Violate(string detail) => End(EndReason.ProtocolViolation, EndSide.Peer, detail);

    /// <summary>Has keys exchanged now.</summary>
    internal void RenewKeys() => _deadlines.RenewKeys();

    /// <summary>Bytes came.</summary>
    internal void OnReceived() => _deadlines.OnReceived();

    internal void OnSendFailed(string fault)
    {
        End(EndReason.ConnectionLost, EndSide.Peer, $"Sending failed: {fault}.");
        _link.Close();
    }

    /// <summary>Looks at the deadlines; called once a second.</summary>
    internal void OnTick(long now)
    {
        try
        {
            _deadlines.OnTick(now);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            OnMistake(e);
        }
    }

    /// <summary>The peer does not close after the end: the link need not wait any longer.</summary>
    internal void Abandon() => _link.Close();

    /// <summary>The first keys are there: the login begins.</summary>
    internal void OnFirstKeys() => _inbound.Login!.OnFirstKeys();

    /// <summary>The user is known: the connection protocol begins.</summary>
    internal void OnAuthenticated(string user, SshPublicKey? key, object? identity)
    {
        (User, AuthenticatedKey, Identity) = (user, key, identity);
        if (_settings.IsServer)
        {
            _observer = _settings.OnAuthenticated!(this);
            _outbound.Send(new BareMessage(MessageNumber.UserAuthSuccess));
            var bearsHostKeys = !PeerQuirks.Of(RemoteIdentification).HasFlag(PeerQuirk.NoHostKeys);
            if (bearsHostKeys && _settings.HostKeyProofs is { } proofs) _outbound.Send(new PayloadMessage(proofs.Announcement));
        }
        _inbound.OnAuthenticated();
        ConnectionCounts.Shared.Connected(_settings.IsServer);
        _ready.TrySetResult(null);
    }

    internal IChannelObserver OnSessionOpened(SshChannel channel) => _observer!.OnSessionOpened(this, channel);

    /// <summary>CLOSE went both ways. The observer hears it later or from another thread, since the caller may hold its locks.</summary>
    internal void CompleteChannel(SshChannel channel)
    {
        _channels.Remove(channel);
        if (FlushBatch.TryNote(channel)) return;
        ThreadPool.UnsafeQueueUserWorkItem(static state => state.Connection.EndChannel(state, null), channel, preferLocal: true);
    }

    internal void EndChannel(SshChannel channel, End? end)
    {
        _channels.Remove(channel);
        if (channel.TryEnd()) TellEnd(channel, end);
    }

    /// <summary>
    /// A mistake in the code of a channel's observer, whom nobody may call any more then but to tell it that the channel is
    /// over. It costs that channel alone: a connection to a backend carries other people's.
    /// </summary>
    internal void OnMistake(SshChannel channel, Exception exception)
    {
        TransportLog.Mistake(_settings.Log, exception, Id);
        channel.Abandon(new End(EndReason.InternalError, EndSide.Local, "Internal error."));
        channel.SendClose();
        if (channel.IsOver) TellEnd(channel, null);
        else if (channel.CloseReceived && channel.MarkCloseHeard()) EndChannel(channel, null);
    }

    /// <summary>A mistake of ours costs this connection.</summary>
    internal void OnMistake(Exception exception)
    {
        TransportLog.Mistake(_settings.Log, exception, Id);
        End(EndReason.InternalError, EndSide.Local, "Internal error.");
    }

    private void TellEnd(SshChannel channel, End? end)
    {
        var observer = channel.Abandon();
        // There is none if the one who makes observers failed.
        Attempt(() => observer?.OnEnded(channel, end));
    }

    /// <summary>Everything home, everybody told. Never throws.</summary>
    private void Finish()
    {
        var end = _end ?? new End(EndReason.InternalError, EndSide.Local, "Internal error.");
        // Memory first: nobody who hears of the end, and errs, keeps it. A mistake in one step costs none of the others.
        Action[] steps = [Release, () => Log(end), () => TellUnauthenticated(end), () => TellAll(end)];
        foreach (var step in steps) Attempt(step);
        Recorder.Close();
        _ready.TrySetResult(end);
        _settings.OnGone?.Invoke(this);
    }

    private void Attempt(Action step)
    {
        try
        {
            step();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            TransportLog.TryMistake(_settings.Log, e, Id);
        }
    }

    private void Release()
    {
        _settings.Sweep.Remove(this);
        _outbound.Dispose();
        _link.Dispose();
        _inbound.Dispose();
    }

    private void Log(End end)
    {
        TransportLog.Ended(_settings.Log, Id, end.Reason, end.Side, end.Detail);
        ConnectionCounts.Shared.Ended(_settings.IsServer, _inbound.Exchanges.SessionId is not null, end);
        FlightLog.Write(_settings.Log, new FlightSubject(Id, RemoteEndPoint, _settings.IsServer, IsConnected, _channels.Count), end, ReadEvents);
    }

    private void TellUnauthenticated(End end)
    {
        if (_inbound.Login is not { } login) return;
        var unauthenticated = new UnauthenticatedEnd(login.User, RemoteEndPoint, Id, end) { Attempt = login.Attempt };
        _inbound.Admittance?.OnUnauthenticated(unauthenticated);
        _settings.Authenticator?.OnUnauthenticated(unauthenticated);
    }

    private void TellAll(End end)
    {
        foreach (var channel in _channels.ToArray()) EndChannel(channel, end);
        if (IsConnected) _observer?.OnEnded(this, end);
    }
}

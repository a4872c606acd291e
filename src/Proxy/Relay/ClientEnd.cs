using System.Text;

using Sluice.Proxy.Backends;
using Sluice.Proxy.Observability;
using Sluice.Transport;

namespace Sluice.Proxy.Relay;

/// <summary>
/// The relay's end at the client: hears the client's channel, and tells it what the backend did. What the backend does
/// is called with the gate held.
/// </summary>
internal sealed class ClientEnd(ChannelRelay relay, SshChannel channel, bool execWantsReply, Deadline patience) : IChannelObserver
{
    /// <summary>What a client may ask while the command's answer is awaited; each answer is kept for it.</summary>
    private const int MaxUnanswered = 256;

    /// <summary>A signal's name and its length.</summary>
    private const int MaxSignalPayload = 64;

    /// <summary>Signals that are passed on: a backend's connection carries other people's channels, and may be slow to read.</summary>
    private const int MaxSignals = 16;

    private const uint StandardError = 1;

    private Farewell? _farewell;
    private bool _execUnanswered = execWantsReply;
    private int _unansweredBehindExec;
    private int _signals;
    private bool _endedWrite;
    private bool _saidEndOfWrite;
    private bool _saidEof;
    private volatile bool _closed;

    /// <summary>The client's channel.</summary>
    public SshChannel Channel => channel;

    /// <summary>The status that the client was given, if any.</summary>
    public uint? ExitStatus { get; private set; }

    /// <summary>True once our own last words are being said: nothing of the backend's goes to the client any more.</summary>
    public bool IsLeaving => Volatile.Read(ref _farewell) is not null;

    /// <summary>True once it is no use to pass on data of the backend's: those are our last words, or the client has closed.</summary>
    public bool IsDeaf => _closed || IsLeaving;

    /// <summary>True once the client has closed, or is gone.</summary>
    public bool HasLeft => _closed;

    /// <summary>True if the client closed before the backend's output had ended.</summary>
    public bool LeftEarly { get; private set; }

    /// <summary>True when the client will not be heard any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The backend took the command. What was asked after it has waited for this answer and is answered now.</summary>
    public void AnswerExec()
    {
        if (!_execUnanswered) return;
        _execUnanswered = false;
        channel.SendRequestReply(true);
        for (; _unansweredBehindExec > 0; _unansweredBehindExec--) channel.SendRequestReply(false);
    }

    /// <summary>Tells the user something while no backend was asked yet, if the window has room for all of it: later the window is the backend's.</summary>
    public void Tell(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        lock (relay.Gate)
        {
            if (IsDeaf || relay.Backend is not null || channel.RemoteWindow < bytes.Length) return;
            AnswerExec();
            relay.ToClient.Spend(channel.Send(bytes, StandardError));
        }
    }

    /// <summary>The backend's command ended: a request of section 6.10, in its wire form.</summary>
    public void Exit(ReadOnlySpan<byte> type, ReadOnlySpan<byte> payload, uint? status)
    {
        if (IsLeaving) return;
        ExitStatus = status;
        channel.SendRequest(type, wantsReply: false, payload);
    }

    /// <summary>The backend sends no more data.</summary>
    public void Eof()
    {
        if (IsLeaving || _closed) return;
        _saidEof = true;
        channel.SendEof();
    }

    /// <summary>The backend reads no more.</summary>
    public void EndOfWrite()
    {
        if (IsLeaving || _saidEndOfWrite) return;
        _saidEndOfWrite = true;
        channel.SendRequest("eow@openssh.com"u8, wantsReply: false, []);
    }

    /// <summary>The backend is done with this channel.</summary>
    public void Close()
    {
        if (IsLeaving) return;
        AnswerExec();
        channel.SendClose();
    }

    /// <summary>
    /// Ends the client's channel with text for its user. The exec succeeds as far as SSH is concerned: a client that
    /// gets a failure for it shows its own words instead of ours.
    /// </summary>
    public void Fail(string text, uint exitStatus)
    {
        lock (relay.Gate)
        {
            if (IsLeaving) return;
            AnswerExec();
            if (_closed)
            {
                channel.SendClose();
                return;
            }
            ExitStatus = exitStatus;
            // Nothing may be said behind EOF (RFC 4254 section 5.3): then the exit status alone tells.
            var farewell = new Farewell(channel, _saidEof ? "" : text, exitStatus);
            Volatile.Write(ref _farewell, farewell);
            farewell.Continue();
            patience.Begin(Farewell.Patience);
        }
    }

    /// <summary>Looks at the deadline; called once a second.</summary>
    public void OnTick()
    {
        lock (relay.Gate)
        {
            if (!patience.Expires()) return;
        }
        LetGo();
    }

    /// <summary>Waits no longer for the client: what it cannot be told stays unsaid, and its CLOSE may come whenever it does.</summary>
    public void LetGo()
    {
        lock (relay.Gate)
        {
            Leave();
            _farewell?.CutShort();
            channel.SendClose();
            IsOver = true;
        }
        relay.OnEndOver();
    }

    void IChannelObserver.OnData(SshChannel _, in ChannelData data) => relay.FromClient.Forward(data);

    void IChannelObserver.OnWindowAdjusted(SshChannel _, uint bytes)
    {
        if (Volatile.Read(ref _farewell) is { } farewell) farewell.Continue();
        else relay.ToClient.OnSinkAdjusted(bytes);
    }

    void IChannelObserver.OnDrained(SshChannel _) => relay.ToClient.Replenish();

    void IChannelObserver.OnRequest(SshChannel _, in ChannelRequest request)
    {
        lock (relay.Gate)
        {
            // Only what has its right form goes on: sshd ends the whole connection over some malformed requests.
            if (request.Payload.Length <= MaxSignalPayload && request.TryReadSignal(out string _)) OnSignal(request.Payload);
            else if (request.Is("eow@openssh.com"u8)) OnEndOfWrite();
            if (!request.WantsReply) return;
            if (!_execUnanswered) channel.SendRequestReply(false);
            else if (++_unansweredBehindExec > MaxUnanswered)
                channel.Connection.Close(EndReason.ProtocolViolation, "Too many channel requests before the command was answered.");
        }
    }

    void IChannelObserver.OnEof(SshChannel _)
    {
        lock (relay.Gate)
        {
            relay.Waits.OnEnded(Side.Client);
            relay.Early.Eof();
            relay.Backend?.Eof();
        }
    }

    // OpenSSH closes as soon as it has sent and seen EOF, often before exit-status is there: our own CLOSE has to wait
    // for the backend's exit-status, or git sees exit 255 now and then.
    void IChannelObserver.OnClosed(SshChannel _)
    {
        relay.Note(new Blame(Side.Client, EndReason.PeerClosed, "the client closed the channel"));
        lock (relay.Gate)
        {
            Leave();
            if (_farewell is not null) _farewell.CutShort();
            else if (relay.Backend?.Close() != true) channel.SendClose();
        }
        relay.OnEndOver();
    }

    void IChannelObserver.OnEnded(SshChannel _, End? end)
    {
        if (end is not null) relay.Note(Blame.Of(end, Side.Client));
        lock (relay.Gate)
        {
            Leave();
            IsOver = true;
            relay.Backend?.Abandon();
        }
        relay.OnEndOver();
    }

    private void Leave()
    {
        if (_closed) return;
        _closed = true;
        LeftEarly = relay.Backend?.SawEof != true;
    }

    private void OnEndOfWrite()
    {
        if (_endedWrite) return;
        _endedWrite = true;
        relay.Backend?.EndOfWrite();
    }

    private void OnSignal(ReadOnlySpan<byte> payload)
    {
        if (_signals++ >= MaxSignals) return;
        relay.Early.Signal(payload);
        relay.Backend?.Signal(payload);
    }

    void IChannelObserver.OnOpened(SshChannel _)
    {
    }

    void IChannelObserver.OnOpenRefused(SshChannel _, uint reasonCode, string description)
    {
    }

    void IChannelObserver.OnRequestReply(SshChannel _, bool success)
    {
    }
}

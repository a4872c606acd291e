using Sluice.Proxy.Backends;
using Sluice.Proxy.Observability;
using Sluice.Transport;

namespace Sluice.Proxy.Relay;

/// <summary>
/// The relay's end at one backend: opens the channel there, sends the command, hears the channel, and tells it what the
/// client does. What the client does is called with the gate held.
/// </summary>
internal sealed class BackendEnd(ChannelRelay relay, BackendLease lease, Deadline patience) : IChannelObserver
{
    private static readonly Blame _noAnswer = new(Side.Backend, EndReason.GraceExceeded, "the backend did not answer the request in time");

    private readonly TaskCompletionSource<BackendAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Stage _stage;
    private SshChannel? _channel;
    private Command? _command;
    private bool _mayRepeat;
    private volatile bool _sawClose;

    /// <summary>How far the backend's channel is. It only moves forward.</summary>
    private enum Stage
    {
        /// <summary>CHANNEL_OPEN is on its way.</summary>
        Opening,

        /// <summary>The command was sent, and nothing has been heard.</summary>
        Asked,

        /// <summary>The command runs.</summary>
        Running,

        /// <summary>Nobody waits for it any more: whatever is heard is passed over, and CLOSE answered.</summary>
        Over,
    }

    /// <summary>How the command ended.</summary>
    public ExitReport Exit { get; } = new();

    /// <summary>True once all of the backend's output has passed.</summary>
    public bool SawEof { get; private set; }

    /// <summary>True while the command runs.</summary>
    public bool IsRunning => _stage == Stage.Running;

    /// <summary>True once it has said all that it had to say.</summary>
    public bool HasClosed => _sawClose;

    /// <summary>Its channel; null until it is open.</summary>
    public SshChannel? Channel => Volatile.Read(ref _channel);

    private string Name => lease.Backend.Name;

    /// <summary>
    /// Opens the channel, with the window that the client granted, within the cap, and sends the command. The answer
    /// comes within StallTimeout for the channel and ConnectTimeout for the command.
    /// </summary>
    /// <param name="command">What is to run.</param>
    /// <param name="window">What the backend may send at first, taken from the client's credit.</param>
    public Task<BackendAnswer> OpenAsync(Command command, uint window)
    {
        (_command, _mayRepeat) = (command, command.MayRepeat);
        lock (relay.Gate) patience.Begin(lease.Backend.Pool.StallTimeout);
        var maxPacket = Math.Min(relay.Client.Channel.RemoteMaxPacket, ChannelRelay.MaxPacket);
        lease.OpenSession(this, window, maxPacket);
        return _answer.Task;
    }

    /// <summary>The client sends no more.</summary>
    public void Eof() => WhenAsked()?.SendEof();

    /// <summary>The client wants a signal delivered (RFC 4254 section 6.9).</summary>
    public void Signal(ReadOnlySpan<byte> payload) => WhenAsked()?.SendRequest("signal"u8, wantsReply: false, payload);

    /// <summary>The client reads no more (OpenSSH PROTOCOL, section 2.1).</summary>
    public void EndOfWrite() => WhenAsked()?.SendRequest("eow@openssh.com"u8, wantsReply: false, []);

    /// <summary>The client closed. True if a command may run there, whose exit status and CLOSE are still to come.</summary>
    public bool Close()
    {
        if (_stage == Stage.Opening) Leave(new BackendAnswer.ClientLeft());
        if (WhenAsked() is not { } channel) return false;
        channel.SendClose();
        return true;
    }

    /// <summary>The client is gone: its command has a few seconds to end.</summary>
    public void Abandon()
    {
        if (Close()) patience.Begin(Parting.Patience);
    }

    /// <summary>Sluice itself gives the request up.</summary>
    public void GiveUp()
    {
        lock (relay.Gate)
        {
            if (_stage == Stage.Over) return;
            _channel?.SendClose();
            Leave(new BackendAnswer.ClientLeft());
        }
    }

    /// <summary>Looks at the deadline; called once a second.</summary>
    public void OnTick()
    {
        lock (relay.Gate)
        {
            if (!patience.Expires()) return;
            if (!relay.Client.IsOver) OnNoAnswer();
            if (!relay.Client.IsOver || !OnNoLastWords()) return;
        }
        relay.OnBackendOver();
    }

    void IChannelObserver.OnOpened(SshChannel channel)
    {
        lease.Confirm();
        lock (relay.Gate)
        {
            _channel = channel;
            if (_stage != Stage.Opening)
            {
                channel.SendClose();
                return;
            }
            patience.Begin(lease.Backend.Ssh.ConnectTimeout);
            foreach (var (name, value) in _command!.Environment) channel.SendEnvironment(name, value, wantsReply: false);
            channel.SendExec(_command.Line.Span, wantsReply: true);
            _command = null;
            _stage = Stage.Asked;
            relay.Early.Replay(channel);
        }
    }

    void IChannelObserver.OnOpenRefused(SshChannel channel, uint reasonCode, string description)
    {
        lease.Refuse();
        lock (relay.Gate)
            Fail(new Blame(Side.Backend, EndReason.Refused, $"the backend refused the channel: {description}"), BackendText.ChannelRefused, Retry.Elsewhere);
    }

    void IChannelObserver.OnData(SshChannel channel, in ChannelData data)
    {
        if (_stage != Stage.Running && !Run()) return;
        if (!relay.Client.IsDeaf) relay.ToClient.Forward(data);
    }

    void IChannelObserver.OnWindowAdjusted(SshChannel channel, uint bytes)
    {
        // Until the command runs the flow does not know this sink; then it takes its whole window.
        if (_stage == Stage.Running) relay.FromClient.OnSinkAdjusted(bytes);
    }

    void IChannelObserver.OnDrained(SshChannel channel) => relay.FromClient.Replenish();

    // Of all that we send only the exec asks for a reply.
    void IChannelObserver.OnRequestReply(SshChannel channel, bool success)
    {
        if (success)
        {
            Run();
            return;
        }
        lock (relay.Gate)
        {
            channel.SendClose();
            Fail(new Blame(Side.Backend, EndReason.Refused, "the backend refused the command"), BackendText.CommandRefused, Retry.No);
        }
    }

    void IChannelObserver.OnRequest(SshChannel channel, in ChannelRequest request)
    {
        var heard = Run();
        lock (relay.Gate)
        {
            if (heard)
            {
                Exit.Offer(request);
                if (SawEof) Exit.Tell(relay.Client);
                if (request.Is("eow@openssh.com"u8)) relay.Client.EndOfWrite();
            }
            if (request.WantsReply) channel.SendRequestReply(false);
        }
    }

    void IChannelObserver.OnEof(SshChannel channel)
    {
        if (!Run()) return;
        lock (relay.Gate)
        {
            SawEof = true;
            relay.Waits.OnEnded(Side.Backend);
            relay.Client.Eof();
            Exit.Tell(relay.Client);
        }
    }

    void IChannelObserver.OnClosed(SshChannel channel)
    {
        var heard = Run();
        if (heard) relay.Note(new Blame(Side.Backend, EndReason.PeerClosed, "the backend closed the channel"));
        lock (relay.Gate)
        {
            _sawClose = true;
            if (heard)
            {
                Exit.Tell(relay.Client);
                if (Exit.IsTold) relay.Client.Close();
                else relay.Client.Fail(BackendText.NoExitStatus(Name, relay.RequestId), BackendText.ExitStatus);
            }
            channel.SendClose();
        }
    }

    void IChannelObserver.OnEnded(SshChannel channel, End? end)
    {
        lease.Release();
        var blame = end is null ? new Blame(Side.Backend, EndReason.PeerClosed, "the backend closed the channel") : Blame.Of(end, Side.Backend);
        lock (relay.Gate)
        {
            Fail(blame, BackendText.Lost, _stage == Stage.Opening || _mayRepeat ? Retry.Once : Retry.No);
            if (_stage != Stage.Running) return;
            _stage = Stage.Over;
            patience.Cancel();
            relay.Note(blame);
            if (!_sawClose) relay.Client.Fail(BackendText.Lost(Name, relay.RequestId), BackendText.ExitStatus);
        }
        relay.OnBackendOver();
    }

    /// <summary>The channel, if the command was sent on it and somebody waits for what comes of it.</summary>
    private SshChannel? WhenAsked() => _stage is Stage.Asked or Stage.Running ? _channel : null;

    /// <summary>
    /// The backend has said something, so the command runs: from here on there is no other backend for it, and the client
    /// may send data. False if nobody waits for it any more.
    /// </summary>
    private bool Run()
    {
        lock (relay.Gate)
        {
            if (_stage == Stage.Running) return true;
            if (_stage != Stage.Asked) return false;
            relay.Waits.OnChange();
            _stage = Stage.Running;
            // Of a client that is gone only the last words are waited for.
            if (!relay.Client.IsOver) patience.Cancel();
            relay.Client.AnswerExec();
        }
        relay.FromClient.SetSink(_channel!);
        relay.ToClient.Start(_channel!);
        relay.FromClient.Start(relay.Client.Channel);
        _answer.TrySetResult(new BackendAnswer.Runs());
        return true;
    }

    /// <summary>The backend does not run the command. Called with the gate held.</summary>
    private void Fail(Blame blame, Func<string, string, string> text, Retry retry)
    {
        if (_stage is not (Stage.Opening or Stage.Asked)) return;
        Leave(new BackendAnswer.Failed(blame, text(Name, relay.RequestId), retry));
    }

    private void Leave(BackendAnswer answer)
    {
        _stage = Stage.Over;
        patience.Cancel();
        relay.ToClient.TakeBack();
        _answer.TrySetResult(answer);
    }

    /// <summary>A backend that answers keepalives and nothing else would keep the request, and its user, for ever.</summary>
    private void OnNoAnswer()
    {
        var retry = _stage == Stage.Opening ? Retry.Once : Retry.No;
        _channel?.SendClose();
        Fail(_noAnswer, BackendText.Silent, retry);
    }

    /// <summary>The channel stays the backend's until it closes it, and so does its place; the request is over.</summary>
    private bool OnNoLastWords()
    {
        if (_stage is not (Stage.Running or Stage.Asked)) return false;
        if (_stage == Stage.Asked) Leave(new BackendAnswer.ClientLeft());
        _stage = Stage.Over;
        return true;
    }
}

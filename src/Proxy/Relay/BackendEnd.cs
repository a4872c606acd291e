using System.Buffers.Binary;

using Sluice.Proxy.Backends;
using Sluice.Proxy.Observability;
using Sluice.Transport;

namespace Sluice.Proxy.Relay;

/// <summary>
/// The relay's end at the backend: opens the channel there, hears it, and tells it what the client did; what the client
/// does before the command runs is kept until then. What the client does is called with the gate held.
/// </summary>
internal sealed class BackendEnd(ChannelRelay relay, TimeProvider time) : IChannelObserver
{
    /// <summary>exit-signal carries a message; a longer one is not worth keeping.</summary>
    private const int MaxExitPayload = 4096;

    /// <summary>A signal's name and its length.</summary>
    public const int MaxSignalPayload = 64;

    private Stage _stage;
    private BackendLease? _lease;
    private SshChannel? _channel;
    private IReadOnlyList<KeyValuePair<string, string>> _environment = [];
    private ReadOnlyMemory<byte> _command;
    private byte[]? _signal;
    private bool _clientSentEof;
    private bool _sawClose;
    private byte[]? _exit;
    private ITimer? _patience;

    /// <summary>How far the backend's channel is. It only moves forward.</summary>
    private enum Stage
    {
        /// <summary>There is no lease yet.</summary>
        Waiting,

        /// <summary>CHANNEL_OPEN is on its way.</summary>
        Opening,

        /// <summary>The client left before the command was sent; CLOSE goes as soon as the channel is there.</summary>
        Unwanted,

        /// <summary>The command was sent.</summary>
        Running,

        /// <summary>Nothing more will be heard.</summary>
        Over,
    }

    /// <summary>The signal that ended the command.</summary>
    public string? ExitSignal { get; private set; }

    /// <summary>True once all of the backend's output has passed.</summary>
    public bool SawEof { get; private set; }

    /// <summary>True once the command's exit status or signal went to the client.</summary>
    public bool HasExited { get; private set; }

    /// <summary>True when the backend will not be heard any more.</summary>
    public bool IsOver => _stage == Stage.Over;

    /// <summary>
    /// Opens the channel; its window is what the client granted, within the cap. The backend has <paramref name="patience"/>
    /// to say whether it runs the command.
    /// </summary>
    public void Open(BackendLease lease, IReadOnlyList<KeyValuePair<string, string>> environment, ReadOnlyMemory<byte> command, TimeSpan patience)
    {
        bool wanted;
        lock (relay.Gate)
        {
            wanted = _stage == Stage.Waiting;
            if (wanted)
            {
                (_stage, _lease, _environment, _command) = (Stage.Opening, lease, environment, command);
                _patience = time.CreateTimer(static end => ((BackendEnd)end!).OnNoAnswer(), this, patience, Timeout.InfiniteTimeSpan);
            }
        }
        var maxPacket = Math.Min(relay.Client.Channel.RemoteMaxPacket, ChannelRelay.MaxPacket);
        if (wanted) lease.OpenSession(this, relay.ToClient.TakeInitial(), maxPacket);
        else lease.Release();
    }

    /// <summary>No backend will be asked, or none any more.</summary>
    public void GiveUp()
    {
        lock (relay.Gate)
        {
            _stage = Stage.Over;
            _channel?.SendClose();
            StopWaiting();
        }
        _lease?.Release();
        relay.OnEndOver();
    }

    /// <summary>The client sends no more.</summary>
    public void Eof()
    {
        _clientSentEof = true;
        if (_stage == Stage.Running) _channel!.SendEof();
    }

    /// <summary>The client wants a signal delivered (RFC 4254 section 6.9); at most <see cref="MaxSignalPayload"/> bytes.</summary>
    public void Signal(ReadOnlySpan<byte> payload)
    {
        if (_stage == Stage.Running) _channel!.SendRequest("signal"u8, wantsReply: false, payload);
        else _signal = payload.ToArray();
    }

    /// <summary>The client reads no more (OpenSSH PROTOCOL, section 2.1).</summary>
    public void EndOfWrite()
    {
        if (_stage == Stage.Running) _channel!.SendRequest("eow@openssh.com"u8, wantsReply: false, []);
    }

    /// <summary>The client closed or is gone. True if a command runs there, whose exit status and CLOSE are still to come.</summary>
    public bool Close()
    {
        switch (_stage)
        {
            case Stage.Waiting:
                _stage = Stage.Over;
                return false;
            case Stage.Opening:
                _stage = Stage.Unwanted;
                return false;
            case Stage.Running:
                _channel!.SendClose();
                return true;
            default:
                return false;
        }
    }

    void IChannelObserver.OnOpened(SshChannel channel)
    {
        relay.FromClient.SetSink(channel);
        lock (relay.Gate)
        {
            _channel = channel;
            if (_stage != Stage.Opening)
            {
                // The client has left, or our patience is at its end.
                channel.SendClose();
                return;
            }
            foreach (var (name, value) in _environment) channel.SendEnvironment(name, value, wantsReply: false);
            channel.SendExec(_command.Span, wantsReply: true);
            (_environment, _command) = ([], default);
            _stage = Stage.Running;
            if (_signal is not null) channel.SendRequest("signal"u8, wantsReply: false, _signal);
            if (_clientSentEof) channel.SendEof();
        }
        relay.ToClient.Start(channel);
        relay.FromClient.Start(relay.Client.Channel);
    }

    void IChannelObserver.OnOpenRefused(SshChannel channel, uint reasonCode, string description)
    {
        relay.Note(new Blame(Side.Backend, EndReason.Refused, $"the backend refused the channel: {description}"));
        End(BackendText.ChannelRefused(_lease!.Backend, relay.RequestId));
    }

    void IChannelObserver.OnData(SshChannel channel, in ChannelData data)
    {
        if (!relay.Client.IsDeaf) relay.ToClient.Forward(data);
    }

    void IChannelObserver.OnWindowAdjusted(SshChannel channel, uint bytes) => relay.FromClient.OnSinkAdjusted(bytes);

    void IChannelObserver.OnDrained(SshChannel channel) => relay.FromClient.Replenish();

    // Of all that we send only the exec asks for a reply.
    void IChannelObserver.OnRequestReply(SshChannel channel, bool success)
    {
        lock (relay.Gate)
        {
            StopWaiting();
            if (success)
            {
                relay.Client.AnswerExec();
                return;
            }
            relay.Note(new Blame(Side.Backend, EndReason.Refused, "the backend refused the command"));
            relay.Client.Fail(BackendText.CommandRefused(_lease!.Backend, relay.RequestId), BackendText.ExitStatus);
            channel.SendClose();
        }
    }

    void IChannelObserver.OnRequest(SshChannel channel, in ChannelRequest request)
    {
        lock (relay.Gate)
        {
            if (request.TryReadExitStatus(out _)) KeepExit(request, signal: null);
            else if (request.Payload.Length <= MaxExitPayload && request.TryReadExitSignal(out var signal, out _)) KeepExit(request, signal);
            else if (request.Is("eow@openssh.com"u8)) relay.Client.EndOfWrite();
            if (request.WantsReply) channel.SendRequestReply(false);
        }
    }

    void IChannelObserver.OnEof(SshChannel channel)
    {
        lock (relay.Gate)
        {
            SawEof = true;
            relay.Client.Eof();
            PassExit();
        }
    }

    void IChannelObserver.OnClosed(SshChannel channel)
    {
        relay.Note(new Blame(Side.Backend, EndReason.PeerClosed, "the backend closed the channel"));
        lock (relay.Gate)
        {
            _sawClose = true;
            PassExit();
            if (HasExited) relay.Client.Close();
            else relay.Client.Fail(BackendText.NoExitStatus(_lease!.Backend, relay.RequestId), BackendText.ExitStatus);
            channel.SendClose();
        }
    }

    void IChannelObserver.OnEnded(SshChannel channel, End? end)
    {
        if (end is not null) relay.Note(Blame.Of(end, Side.Backend));
        End(_sawClose ? null : BackendText.Lost(_lease!.Backend, relay.RequestId));
    }

    /// <summary>A backend that answers keepalives and nothing else would keep the request, and its user, for ever.</summary>
    private void OnNoAnswer()
    {
        lock (relay.Gate)
        {
            // The answer may come while the timer already calls.
            if (_patience is null) return;
            relay.Note(new Blame(Side.Backend, EndReason.GraceExceeded, "the backend did not answer the request in time"));
            _channel?.SendClose();
        }
        End(BackendText.Silent(_lease!.Backend, relay.RequestId));
    }

    private void StopWaiting()
    {
        _patience?.Dispose();
        _patience = null;
    }

    /// <summary>The backend will not be heard any more.</summary>
    private void End(string? text)
    {
        lock (relay.Gate)
        {
            _stage = Stage.Over;
            StopWaiting();
            if (text is not null) relay.Client.Fail(text, BackendText.ExitStatus);
        }
        _lease!.Release();
        relay.OnEndOver();
    }

    /// <summary>sshd tells the exit status when its child ends, which may be before the child's last output.</summary>
    private void KeepExit(in ChannelRequest request, string? signal)
    {
        if (_exit is not null) return;
        _exit = request.Payload.ToArray();
        ExitSignal = signal;
        if (SawEof) PassExit();
    }

    private void PassExit()
    {
        if (_exit is null || HasExited || relay.Client.IsLeaving) return;
        HasExited = true;
        if (ExitSignal is null) relay.Client.Exit("exit-status"u8, _exit, BinaryPrimitives.ReadUInt32BigEndian(_exit));
        else relay.Client.Exit("exit-signal"u8, _exit, status: null);
    }
}

using System.Buffers.Binary;

using Sluice.Transport.Channels;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport;

/// <summary>
/// One session channel (RFC 4254 section 5) of a connection, in either role. Everything sent keeps its order. Safe to
/// call from any thread; after the channel ended, sending does nothing.
/// </summary>
public sealed class SshChannel
{
    private readonly Lock _lock = new();
    private readonly IOutlet _outlet;
    private IChannelObserver _observer = null!;
    private long _remoteWindow;
    private long _localWindow;
    private QueuedBytes _queued;
    private bool _watched;
    private bool _eofSent;
    private bool _closeSent;
    private bool _closeReceived;
    private bool _closeHeard;
    private bool _over;

    internal SshChannel(SshConnection connection, IOutlet outlet, uint localNumber, uint localWindow, uint localMaxPacket)
    {
        Connection = connection;
        _outlet = outlet;
        LocalNumber = localNumber;
        _localWindow = localWindow;
        LocalMaxPacket = localMaxPacket;
    }

    /// <summary>The connection it belongs to.</summary>
    public SshConnection Connection { get; }

    /// <summary>Our number for it, unique among the connection's living channels.</summary>
    public uint LocalNumber { get; }

    /// <summary>Who hears of it. May be exchanged from within a call of the present one.</summary>
    public IChannelObserver Observer
    {
        get => Volatile.Read(ref _observer);
        set => Volatile.Write(ref _observer, value);
    }

    /// <summary>Bytes of data that the peer still lets us send.</summary>
    public long RemoteWindow => Volatile.Read(ref _remoteWindow);

    /// <summary>The longest data string that the peer takes in one message.</summary>
    public uint RemoteMaxPacket { get; private set; }

    /// <summary>Bytes of data that we still let the peer send.</summary>
    public long LocalWindow => Volatile.Read(ref _localWindow);

    /// <summary>Bytes of data accepted here that the kernel has not taken yet; an upper bound.</summary>
    public long Queued
    {
        get
        {
            lock (_lock)
            {
                _queued.Release(_outlet.Sent);
                return _queued.Total;
            }
        }
    }

    internal uint LocalMaxPacket { get; }

    internal uint RemoteNumber { get; private set; }

    internal bool IsOpen { get; private set; }

    internal bool EofReceived { get; set; }

    internal bool CloseReceived => _closeReceived;

    internal bool IsOver
    {
        get
        {
            lock (_lock) return _over;
        }
    }

    /// <summary>
    /// Passes on data of another channel, sealed straight from where it was opened, with its extended type. It must fit
    /// <see cref="RemoteWindow"/>; it is split if it is longer than <see cref="RemoteMaxPacket"/>. The data is consumed.
    /// </summary>
    public void Forward(in ChannelData data)
    {
        var length = data.Bytes.Length;
        if (length > RemoteMaxPacket)
        {
            Send(data.Bytes, data.ExtendedType);
            return;
        }
        lock (_lock)
        {
            if (_over || _eofSent || _closeSent) return;
            if (length > _remoteWindow) throw new InvalidOperationException("Forwarded data does not fit the window.");
            _remoteWindow -= length;
            // The message of the other channel differs from ours in the recipient number only.
            BinaryPrimitives.WriteUInt32BigEndian(data.Frame[6..], RemoteNumber);
            CountQueued(length, _outlet.Forward(data.Frame, length + (data.ExtendedType == 0 ? 9 : 13)));
        }
    }

    /// <summary>Sends as much as the window allows (it is copied) and says how many bytes that was.</summary>
    public int Send(ReadOnlySpan<byte> data, uint extendedType = 0)
    {
        var sent = 0;
        lock (_lock)
        {
            while (sent < data.Length && !_over && !_eofSent && !_closeSent)
            {
                var piece = (int)Math.Min(Math.Min(data.Length - sent, _remoteWindow), Math.Min(RemoteMaxPacket, 32_768));
                if (piece == 0) break;
                _remoteWindow -= piece;
                CountQueued(piece, _outlet.Send(new ChannelDataMessage(RemoteNumber, extendedType, data.Slice(sent, piece))));
                sent += piece;
            }
        }
        return sent;
    }

    /// <summary>Lets the peer send that many bytes more (WINDOW_ADJUST); nothing is sent for 0.</summary>
    public void Grant(uint bytes)
    {
        lock (_lock)
        {
            if (bytes == 0 || _over || _closeSent || _closeReceived) return;
            Interlocked.Add(ref _localWindow, bytes);
            _outlet.Send(new ChannelWindowAdjustMessage(RemoteNumber, bytes));
        }
    }

    /// <summary>Sends a channel request with its type-specific payload.</summary>
    public void SendRequest(ReadOnlySpan<byte> type, bool wantsReply, ReadOnlySpan<byte> payload)
    {
        lock (_lock)
        {
            if (!_over && !_closeSent) _outlet.Send(new ChannelRequestMessage(RemoteNumber, type, wantsReply, payload));
        }
    }

    /// <summary>Sends <c>env</c>.</summary>
    public void SendEnvironment(string name, string value, bool wantsReply)
    {
        var writer = new WireWriter(new byte[8 + (3 * (name.Length + value.Length))]);
        writer.WriteText(name);
        writer.WriteText(value);
        SendRequest("env"u8, wantsReply, writer.Written);
    }

    /// <summary>Sends <c>exec</c>.</summary>
    public void SendExec(ReadOnlySpan<byte> command, bool wantsReply)
    {
        var writer = new WireWriter(new byte[4 + command.Length]);
        writer.WriteString(command);
        SendRequest("exec"u8, wantsReply, writer.Written);
    }

    /// <summary>Sends <c>exit-status</c>.</summary>
    public void SendExitStatus(uint status)
    {
        Span<byte> payload = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(payload, status);
        SendRequest("exit-status"u8, false, payload);
    }

    /// <summary>Answers the oldest unanswered request.</summary>
    public void SendRequestReply(bool success) => SendSignal(success ? MessageNumber.ChannelSuccess : MessageNumber.ChannelFailure);

    /// <summary>No more data from us. Sent at most once.</summary>
    public void SendEof()
    {
        lock (_lock)
        {
            if (_eofSent) return;
            SendSignal(MessageNumber.ChannelEof);
            _eofSent = true;
        }
    }

    /// <summary>Closes our direction. Sent at most once; the channel is over when the peer's CLOSE is here as well.</summary>
    public void SendClose()
    {
        lock (_lock)
        {
            if (_closeSent || _over) return;
            SendSignal(MessageNumber.ChannelClose);
            _closeSent = true;
            if (!_closeHeard) return;
        }
        _outlet.Complete(this);
    }

    internal void Open(uint remoteNumber, uint window, uint maxPacket)
    {
        RemoteNumber = remoteNumber;
        RemoteMaxPacket = maxPacket;
        Volatile.Write(ref _remoteWindow, window);
        IsOpen = true;
    }

    /// <summary>Takes received bytes off the window; false if they exceed what we granted.</summary>
    internal bool TryConsume(int bytes) => bytes <= LocalMaxPacket && Interlocked.Add(ref _localWindow, -bytes) >= 0;

    /// <summary>Adds to the peer's window; false if it passes 2^32-1 (RFC 4254 section 5.2).</summary>
    internal bool TryWiden(uint bytes)
    {
        lock (_lock)
        {
            if (_remoteWindow + bytes > uint.MaxValue) return false;
            Volatile.Write(ref _remoteWindow, _remoteWindow + bytes);
            return true;
        }
    }

    /// <summary>The peer's CLOSE came; the owner tells the observer.</summary>
    internal void MarkCloseReceived()
    {
        lock (_lock) _closeReceived = true;
    }

    /// <summary>The observer has heard of the peer's CLOSE. True if ours went, so that the channel is over.</summary>
    internal bool MarkCloseHeard()
    {
        lock (_lock)
        {
            _closeHeard = true;
            return _closeSent;
        }
    }

    /// <summary>Takes the channel from its observer, who is given to the caller alone: it hears nothing more of itself.</summary>
    internal IChannelObserver Abandon() => Interlocked.Exchange(ref _observer, AbandonedChannel.Instance);

    /// <summary>
    /// Takes the channel from an observer that failed, but for its OnEnded, which it hears with <paramref name="mistake"/>
    /// when the channel is over and its place at the peer free again.
    /// </summary>
    internal void Abandon(End mistake)
    {
        while (true)
        {
            var failed = Observer;
            var successor = new AbandonedChannel(failed, mistake);
            if (Interlocked.CompareExchange(ref _observer, successor, failed) == failed) return;
        }
    }

    /// <summary>True exactly once, for whoever tells the observer that the channel is over.</summary>
    internal bool TryEnd()
    {
        lock (_lock)
        {
            var first = !_over;
            _over = true;
            return first;
        }
    }

    /// <summary>The kernel took more; tells the observer. True if bytes still wait.</summary>
    internal bool OnDrained()
    {
        bool waits;
        lock (_lock)
        {
            _queued.Release(_outlet.Sent);
            waits = _queued.Total > 0;
            _watched = waits;
            if (_over) return false;
        }
        Observer.OnDrained(this);
        return waits;
    }

    private void CountQueued(int bytes, long position)
    {
        _queued.Add(bytes, position);
        if (_watched) return;
        _watched = true;
        _outlet.WatchDrain(this, position);
    }

    private void SendSignal(MessageNumber number)
    {
        lock (_lock)
        {
            if (!_over && !_closeSent) _outlet.Send(new ChannelSignalMessage(number, RemoteNumber));
        }
    }
}

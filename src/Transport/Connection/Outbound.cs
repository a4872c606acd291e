using System.Runtime.CompilerServices;

using Sluice.Transport.Buffers;
using Sluice.Transport.Channels;
using Sluice.Transport.Crypto.Protection;
using Sluice.Transport.Diagnostics;
using Sluice.Transport.Io;
using Sluice.Transport.Packets;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Connection;

/// <summary>
/// The outbound gate: seals messages into the block that fills while another is being sent. During a key exchange only
/// messages of the transport pass (RFC 4253 section 7.1); all else waits as payload, in order. Safe from any thread.
/// </summary>
internal sealed class Outbound(SshConnection connection, ByteLink link, BufferPool pool) : IOutlet, IDisposable
{
    /// <summary>Bytes of answers in line for a peer that asks and does not read. Channel data is bounded by credit.</summary>
    private const long MaxAnswersWaiting = 1L << 20;

    private readonly Lock _gate = new();
    private readonly PacketWriter _writer = new() { Recorder = connection.Recorder.Out };
    private readonly DrainWatch _drains = new(connection);
    private ConfiguredValueTaskAwaitable<IoResult>.ConfiguredValueTaskAwaiter _sendAwaiter;
    private Action? _resume;
    private Block? _inFlight;
    private SendBlocks _line = new(pool);
    private HeldMessages _held = new(pool);
    private QueuedBytes _answers;
    private long _appended;
    private long _sent;
    private SendStall _stall;
    private bool _exchanging = true;
    private bool _noted;
    private bool _sending;
    private bool _closed;
    private bool _closeWhenSent;
    private bool _overflown;

    /// <summary>Nothing more is taken: all is over, or DISCONNECT is in line.</summary>
    private bool IsShut => _closed || _closeWhenSent || _overflown;

    public long Sent => Volatile.Read(ref _sent);

    /// <summary>What the gate holds, and what the caller knows besides. Safe from any thread, without a lock.</summary>
    public ConnectionMemory ReadMemory(int receive, int channels) =>
        new(receive, _line.Rented + (Volatile.Read(ref _inFlight)?.Capacity ?? 0), _held.Rented, Math.Max(0, Volatile.Read(ref _appended) - Sent), channels);

    /// <summary>True if new keys are due.</summary>
    public bool NeedsKeys(long limit)
    {
        lock (_gate) return _writer.BytesUnderKey > limit || _writer.PacketsUnderKey > PacketLimits.MaxPacketsUnderOneKey;
    }

    public long Send<T>(in T message)
        where T : IMessage, allows ref struct
    {
        long end;
        lock (_gate)
        {
            if (IsShut) return 0;
            if (_exchanging && !OutboundKind.PassesExchange(message.Number)) Hold(message);
            else Append(message);
            end = _appended + _held.Bytes;
        }
        RequestFlush();
        return end;
    }

    public long Forward(Span<byte> openedFrame, int payloadLength)
    {
        long end;
        lock (_gate)
        {
            if (IsShut) return 0;
            if (_exchanging)
            {
                Hold(new PayloadMessage(openedFrame.Slice(PacketLimits.PayloadOffset, payloadLength)));
            }
            else
            {
                var block = _line.Room(payloadLength + PacketLimits.MaxOverhead);
                Advance(block, _writer.Forward(openedFrame, payloadLength, block.Free));
            }
            end = _appended + _held.Bytes;
        }
        RequestFlush();
        return end;
    }

    /// <summary>Sends bytes as they are: the identification line.</summary>
    public void SendRaw(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            var block = _line.Room(bytes.Length);
            bytes.CopyTo(block.Free);
            Advance(block, bytes.Length);
        }
        RequestFlush();
    }

    /// <summary>Sends our KEXINIT and shuts the gate.</summary>
    public void BeginExchange(byte[] kexInit)
    {
        lock (_gate)
        {
            if (IsShut) return;
            Append(new PayloadMessage(kexInit));
            _exchanging = true;
        }
        RequestFlush();
    }

    /// <summary>Sends NEWKEYS, seals with <paramref name="sealer"/> from there, then EXT_INFO if any, then what waited.</summary>
    public void CompleteExchange(PacketSealer sealer, bool resetSequence, ReadOnlySpan<byte> extInfo)
    {
        lock (_gate)
        {
            if (IsShut)
            {
                sealer.Dispose();
                return;
            }
            Append(new BareMessage(MessageNumber.NewKeys));
            _writer.ChangeKeys(sealer, resetSequence);
            _exchanging = false;
            if (!extInfo.IsEmpty) Append(new PayloadMessage(extInfo));
            while (_held.Take() is { } block)
            {
                Append(new PayloadMessage(block.Used));
                pool.Return(block);
            }
        }
        RequestFlush();
    }

    /// <summary>The connection has no channels: called by the receive loop before it waits.</summary>
    public void Rest(FlightRecorder recorder)
    {
        recorder.In.Rest();
        if (!recorder.Out.IsRoomy) return;
        lock (_gate) recorder.Out.Rest();
    }

    public void WatchDrain(SshChannel channel, long position) => _drains.Add(channel, Sent >= position);

    public void Complete(SshChannel channel) => connection.CompleteChannel(channel);

    /// <summary>Starts sending what is in line, unless a send is under way, which takes it along.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            _noted = false;
            if (_sending || _closed) return;
            _sending = true;
        }
        SendLoop();
    }

    /// <summary>Closes the link's sending direction once everything in line is gone.</summary>
    public void CloseWhenSent()
    {
        lock (_gate) _closeWhenSent = true;
        Flush();
    }

    /// <summary>Drops everything; a block that is being sent comes home when that ends.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed) return;
            _closed = true;
            _stall.End(connection.Recorder.Out);
            _line.Clear();
            _held.Clear();
            _drains.Clear();
            _writer.Dispose();
        }
    }

    /// <summary>Runs at most once at a time, on whichever thread flushed or completed the last send.</summary>
    private void SendLoop(bool isResumed = false)
    {
        try
        {
            if (isResumed && !OnSent(_sendAwaiter.GetResult())) return;
            while (TakeNext() is { } block)
            {
                // Awaited by hand, exactly once: an async method that nobody awaits would leave garbage behind at each send.
#pragma warning disable CA2012
                var sending = link.SendAsync(block.UsedMemory).ConfigureAwait(false).GetAwaiter();
#pragma warning restore CA2012
                if (!sending.IsCompleted)
                {
                    _sendAwaiter = sending;
                    _stall.Begin();
                    sending.UnsafeOnCompleted(_resume ??= Resume);
                    return;
                }
                if (!OnSent(sending.GetResult())) return;
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whoever flushed is not to blame, and a completion has nobody above it.
            connection.OnMistake(e);
            link.Close();
        }
    }

    private void Resume()
    {
        using (FlushBatch.BeginFlushing()) SendLoop(isResumed: true);
    }

    private Block? TakeNext()
    {
        lock (_gate)
        {
            // After Dispose the recorder's block may be somebody else's.
            if (!_closed) _stall.End(connection.Recorder.Out);
            _inFlight = _line.Take();
            if (_inFlight is not null) return _inFlight;
            _sending = false;
            if (!_closeWhenSent) return null;
        }
        link.ShutdownSend();
        return null;
    }

    /// <summary>The kernel took the block, or refused it, which ends the connection: nothing is sent any more.</summary>
    private bool OnSent(IoResult result)
    {
        var block = _inFlight!;
        var bytes = block.Tail - block.Head;
        _inFlight = null;
        pool.Return(block);
        if (result.Failed)
        {
            connection.OnSendFailed(result.Fault!);
            return false;
        }
        Volatile.Write(ref _sent, _sent + bytes);
        _drains.OnSent();
        return true;
    }

    private void Append<T>(in T message)
        where T : IMessage, allows ref struct
    {
        var block = _line.Room(message.MaxLength + PacketLimits.MaxOverhead);
        var bytes = _writer.Write(message, block.Free);
        Advance(block, bytes);
        if (!OutboundKind.IsAnswer(message.Number)) return;
        _answers.Release(_sent);
        _answers.Add(bytes, _appended);
        _overflown |= _answers.Total > MaxAnswersWaiting;
    }

    private void Hold<T>(in T message)
        where T : IMessage, allows ref struct
    {
        _held.Add(message, OutboundKind.IsAnswer(message.Number));
        _overflown |= _held.AnswerBytes > MaxAnswersWaiting;
    }

    private void Advance(Block block, int bytes)
    {
        block.Tail += bytes;
        _appended += bytes;
    }

    private void RequestFlush()
    {
        bool overflown;
        lock (_gate)
        {
            overflown = _overflown;
            if (!overflown)
            {
                if (_noted) return;
                _noted = FlushBatch.TryNote(this);
                if (_noted) return;
            }
        }
        if (overflown) connection.End(EndReason.PeerNotReading, EndSide.Peer, "The peer does not read what it asked for.");
        else Flush();
    }
}

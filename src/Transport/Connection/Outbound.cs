using System.Runtime.CompilerServices;

using Sluice.Transport.Buffers;
using Sluice.Transport.Channels;
using Sluice.Transport.Crypto.Protection;
using Sluice.Transport.Io;
using Sluice.Transport.Packets;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Connection;

/// <summary>
/// The outbound gate: seals messages into the block that fills while another is being sent. During a key exchange only
/// messages of the transport pass (RFC 4253 section 7.1); all else waits as payload, in order. Safe from any thread.
/// </summary>
internal sealed class Outbound(SshConnection connection, ByteLink link, BufferPool pool) : IOutlet, IThreadPoolWorkItem, IDisposable
{
    private const int SmallBlock = 4 * 1024;
    private const int LargeBlock = 256 * 1024;

    /// <summary>Bytes that may wait for a peer that does not read while it makes us answer; data is bounded by credit before.</summary>
    private const long MaxWaiting = 64L << 20;

    private readonly Lock _gate = new();
    private readonly PacketWriter _writer = new();
    private readonly List<SshChannel> _watching = [];
    private readonly List<SshChannel> _draining = [];
    private Block? _filling;
    private BlockQueue _full;
    private BlockQueue _held;
    private int _blockSize = SmallBlock;
    private long _appended;
    private long _sent;
    private long _heldBytes;
    private bool _exchanging = true;
    private bool _noted;
    private bool _sending;
    private bool _closed;
    private bool _closeWhenSent;
    private int _notifying;

    public long Appended => Volatile.Read(ref _appended);

    public long Sent => Volatile.Read(ref _sent);

    /// <summary>True if new keys are due.</summary>
    public bool NeedsKeys(long limit) => _writer.BytesUnderKey > limit || _writer.PacketsUnderKey > PacketLimits.MaxPacketsUnderOneKey;

    public void Send<T>(in T message)
        where T : IMessage, allows ref struct
    {
        lock (_gate)
        {
            if (_closed) return;
            if (_exchanging && !PassesExchange(message.Number)) Hold(message);
            else Append(message);
        }
        RequestFlush();
    }

    public void Forward(Span<byte> openedFrame, int payloadLength)
    {
        lock (_gate)
        {
            if (_closed) return;
            if (_exchanging)
            {
                Hold(new PayloadMessage(openedFrame.Slice(PacketLimits.PayloadOffset, payloadLength)));
                return;
            }
            var block = Room(payloadLength + PacketLimits.MaxOverhead);
            Advance(block, _writer.Forward(openedFrame, payloadLength, block.Free));
        }
        RequestFlush();
    }

    /// <summary>Sends bytes as they are: the identification line.</summary>
    public void SendRaw(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            var block = Room(bytes.Length);
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
            if (_closed) return;
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
            if (_closed)
            {
                sealer.Dispose();
                return;
            }
            Append(new BareMessage(MessageNumber.NewKeys));
            _writer.ChangeKeys(sealer, resetSequence);
            _exchanging = false;
            if (!extInfo.IsEmpty) Append(new PayloadMessage(extInfo));
            while (_held.Dequeue() is { } block)
            {
                Append(new PayloadMessage(block.Used));
                pool.Return(block);
            }
            _heldBytes = 0;
        }
        RequestFlush();
    }

    public void WatchDrain(SshChannel channel)
    {
        lock (_gate) _watching.Add(channel);
    }

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
        // Never awaited: its failures end the connection, and it runs at most once at a time.
#pragma warning disable CA2012
        _ = SendLoopAsync();
#pragma warning restore CA2012
    }

    /// <summary>Closes the link once everything in line is gone.</summary>
    public void CloseWhenSent()
    {
        lock (_gate)
        {
            _closeWhenSent = true;
            if (_sending) return;
        }
        Flush();
    }

    /// <summary>Drops everything; a block that is being sent comes home when that ends.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed) return;
            _closed = true;
            while (_full.Dequeue() is { } block) pool.Return(block);
            while (_held.Dequeue() is { } block) pool.Return(block);
            if (_filling is not null) pool.Return(_filling);
            _filling = null;
            _watching.Clear();
            _writer.Dispose();
        }
    }

    /// <summary>Tells the channels that wait for it that the kernel took more.</summary>
    public void Execute()
    {
        Volatile.Write(ref _notifying, 0);
        lock (_draining)
        {
            lock (_gate)
            {
                _draining.AddRange(_watching);
                _watching.Clear();
            }
            var batch = FlushBatch.Begin();
            foreach (var channel in _draining)
            {
                if (connection.Guard(static c => c.OnDrained(), channel)) WatchDrain(channel);
            }
            _draining.Clear();
            batch.End();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendLoopAsync()
    {
        while (true)
        {
            Block? block;
            bool shutdown;
            lock (_gate)
            {
                block = _full.Dequeue() ?? Interlocked.Exchange(ref _filling, null);
                shutdown = block is null && _closeWhenSent;
                if (block is null) _sending = false;
            }
            if (block is null)
            {
                if (shutdown) link.ShutdownSend();
                return;
            }
            var bytes = block.Tail - block.Head;
            var result = await link.SendAsync(block.UsedMemory).ConfigureAwait(false);
            pool.Return(block);
            Interlocked.Add(ref _sent, bytes);
            if (result.Failed)
            {
                connection.OnSendFailed(result.Fault!);
                return;
            }
            bool tell;
            lock (_gate) tell = _watching.Count > 0;
            if (tell && Interlocked.Exchange(ref _notifying, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }
    }

    private static bool PassesExchange(MessageNumber number) =>
        (byte)number is < 5 or (>= 20 and < 50);

    private void Append<T>(in T message)
        where T : IMessage, allows ref struct
    {
        var block = Room(message.MaxLength + PacketLimits.MaxOverhead);
        Advance(block, _writer.Write(message, block.Free));
    }

    private void Hold<T>(in T message)
        where T : IMessage, allows ref struct
    {
        var block = pool.Rent(BufferRole.Held, message.MaxLength);
        var writer = new WireWriter(block.Free);
        writer.WriteByte((byte)message.Number);
        message.Write(ref writer);
        block.Tail = writer.Length;
        _held.Enqueue(block);
        _heldBytes += block.Capacity;
        if (_heldBytes > MaxWaiting) connection.End(EndReason.PeerNotReading, EndSide.Peer, "Too much waits for a key exchange to end.");
    }

    private Block Room(int bytes)
    {
        if (_filling is { } block && block.Capacity - block.Tail >= bytes) return block;
        if (_filling is not null)
        {
            // Traffic outgrew the block: the next is larger.
            _blockSize = Math.Min(_blockSize * 4, LargeBlock);
            _full.Enqueue(_filling);
        }
        else if (_blockSize > SmallBlock && bytes <= SmallBlock)
        {
            _blockSize /= 2;
        }
        return _filling = pool.Rent(BufferRole.Send, Math.Max(bytes, _blockSize));
    }

    private void Advance(Block block, int bytes)
    {
        block.Tail += bytes;
        Volatile.Write(ref _appended, _appended + bytes);
        if (_appended - _sent > MaxWaiting) connection.End(EndReason.PeerNotReading, EndSide.Peer, "The peer does not read what it asked for.");
    }

    private void RequestFlush()
    {
        lock (_gate)
        {
            if (_noted) return;
            _noted = FlushBatch.TryNote(this);
            if (_noted) return;
        }
        Flush();
    }
}

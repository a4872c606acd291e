using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

using Sluice.Transport.Buffers;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Diagnostics;

/// <summary>
/// The last events of one direction: 32 in a rented block while the connection has channels, and otherwise 8 in itself, so that
/// an idle connection holds no buffer. Has one writer at a time, which neither locks nor, but for the block, allocates; who
/// reads gets what was there at some moment of the call.
/// </summary>
/// <param name="pool">Where the block comes from.</param>
/// <param name="isInbound">The direction.</param>
/// <param name="started">When the connection began, in ticks of milliseconds.</param>
/// <param name="moving">Held while events move between the block and the ring itself; the rings of a connection share it.</param>
internal sealed class FlightRing(BufferPool pool, bool isInbound, long started, Lock moving)
{
    /// <summary>Events that are kept while there are channels.</summary>
    public const int Capacity = 32;

    /// <summary>Events that are kept otherwise: a whole login.</summary>
    public const int RestingCapacity = 8;

    /// <summary>Data of several channels takes turns: so far back one's own is looked for.</summary>
    private const int FoldDepth = 4;

    private RestingEvents _resting;
    private Block? _block;
    private int _kept;
    private int _next;
    private bool _isClosed;

    /// <summary>True while it has its block.</summary>
    public bool IsRoomy => _block is not null;

    private Span<FlightEvent> Slots => _block is null ? (Span<FlightEvent>)_resting : MemoryMarshal.Cast<byte, FlightEvent>(_block.Used);

    /// <summary>A message passes; its payload is borrowed.</summary>
    public void Record(ReadOnlySpan<byte> payload)
    {
        var kind = payload[0];
        var channel = FlightNames.HasChannel(kind) && payload.Length >= 5 ? (ushort)BinaryPrimitives.ReadUInt32BigEndian(payload[1..]) : (ushort)0;
        if (_block is null && !_isClosed && kind is >= (byte)MessageNumber.ChannelOpen and <= (byte)MessageNumber.ChannelFailure) Grow();
        Write(kind, channel, ValueOf((MessageNumber)kind, payload));
    }

    /// <summary>Something of ours happened between two messages.</summary>
    public void Record(FlightNote note, long value) => Write(0, (ushort)note, (uint)Math.Clamp(value, 0, uint.MaxValue));

    /// <summary>The connection has no channels: gives the block back and keeps the last few events. Called by the writer.</summary>
    public void Rest()
    {
        if (_block is not { } block) return;
        lock (moving)
        {
            Span<FlightEvent> last = stackalloc FlightEvent[RestingCapacity];
            last = last[..CopyLast(last)];
            _block = null;
            last.CopyTo(_resting);
            (_kept, _next) = (last.Length, last.Length);
        }
        pool.Return(block);
    }

    /// <summary>The connection is over. What is kept can be read as long as somebody holds the connection.</summary>
    public void Close()
    {
        _isClosed = true;
        Rest();
    }

    /// <summary>Adds what is kept, the oldest first. Safe from any thread.</summary>
    public void CopyTo(List<FlightEvent> events)
    {
        Span<FlightEvent> first = stackalloc FlightEvent[Capacity];
        Span<FlightEvent> second = stackalloc FlightEvent[Capacity];
        int count;
        lock (moving)
        {
            count = CopyLast(first);
            count = Math.Min(count, CopyLast(second));
        }
        for (var i = 0; i < count; i++)
        {
            // The writer may have been in the middle of one of them; such a one has changed by the second look.
            if (first[i].IsSame(second[i])) events.Add(second[i]);
        }
    }

    private static uint ValueOf(MessageNumber number, ReadOnlySpan<byte> payload)
    {
        switch (number)
        {
            case MessageNumber.ChannelPlainData:
                return (uint)Math.Max(0, payload.Length - 9);
            case MessageNumber.ChannelExtendedData:
                return (uint)Math.Max(0, payload.Length - 13);
            case MessageNumber.ChannelWindowAdjust or MessageNumber.ChannelOpenFailure when payload.Length >= 9:
                return BinaryPrimitives.ReadUInt32BigEndian(payload[5..]);
            case MessageNumber.Disconnect when payload.Length >= 5:
                return BinaryPrimitives.ReadUInt32BigEndian(payload[1..]);
            case MessageNumber.GlobalRequest or MessageNumber.ChannelSpecificRequest:
                var reader = new WireReader(payload[Math.Min(payload.Length, number == MessageNumber.GlobalRequest ? 1 : 5)..]);
                var type = reader.ReadString();
                reader.ReadByte();
                return FlightNames.RequestValue(type, type.SequenceEqual("exit-status"u8) ? reader.ReadUInt32() : 0);
            default:
                return (uint)payload.Length;
        }
    }

    private void Write(byte kind, ushort channel, uint value)
    {
        var now = (uint)(Environment.TickCount64 - started);
        var slots = Slots;
        var depth = IsBulk(kind) ? FoldDepth : 1;
        for (var back = 1; back <= depth && back <= _kept; back++)
        {
            ref var entry = ref slots[(_next - back) & (slots.Length - 1)];
            if (entry.Kind == kind && entry.ChannelNumber == channel && TryFold(ref entry, now, value)) return;
        }
        ref var fresh = ref slots[_next & (slots.Length - 1)];
        fresh = new FlightEvent
        {
            First = now,
            ChannelNumber = channel,
            Kind = kind,
            Flags = isInbound ? FlightEvent.InboundFlag : (byte)0,
            Times = 1,
            Value = value,
        };
        _next++;
        if (_kept < slots.Length) _kept++;
    }

    /// <summary>Tells one more in an entry that tells of its like; false if there is no room for it, as after a minute.</summary>
    private static bool TryFold(ref FlightEvent entry, uint now, uint value)
    {
        var span = now - entry.First;
        if (span > ushort.MaxValue || entry.Times == ushort.MaxValue) return false;
        if (IsBulk(entry.Kind))
        {
            if (entry.Value + (ulong)value > uint.MaxValue) return false;
            entry.Value += value;
        }
        else if (entry.Value != value)
        {
            return false;
        }
        entry.Span = (ushort)span;
        entry.Times++;
        return true;
    }

    private static bool IsBulk(byte kind) =>
        kind is 0 or (byte)MessageNumber.ChannelPlainData or (byte)MessageNumber.ChannelExtendedData or (byte)MessageNumber.ChannelWindowAdjust;

    private void Grow()
    {
        var block = pool.Rent(BufferRole.Recorder, Capacity * Unsafe.SizeOf<FlightEvent>());
        block.Tail = Capacity * Unsafe.SizeOf<FlightEvent>();
        lock (moving)
        {
            var slots = MemoryMarshal.Cast<byte, FlightEvent>(block.Used);
            var kept = CopyLast(slots[..RestingCapacity]);
            _block = block;
            (_kept, _next) = (kept, kept);
        }
    }

    /// <summary>Copies the last events, as many as there are and fit, the oldest first; gives their number.</summary>
    private int CopyLast(Span<FlightEvent> destination)
    {
        var slots = Slots;
        var next = Volatile.Read(ref _next);
        var count = Math.Min(Math.Min(Volatile.Read(ref _kept), slots.Length), destination.Length);
        for (var i = 0; i < count; i++) destination[i] = slots[(next - count + i) & (slots.Length - 1)];
        return count;
    }

    [InlineArray(RestingCapacity)]
    private struct RestingEvents
    {
        private FlightEvent _first;
    }
}

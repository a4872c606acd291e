using System.Buffers.Binary;

using Sluice.Transport.Crypto.Protection;
using Sluice.Transport.Diagnostics;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Packets;

/// <summary>The sending direction: frames, keys and counters. Belongs to the outbound gate.</summary>
internal sealed class PacketWriter : IDisposable
{
    private PacketSealer _sealer = new ClearSealer();
    private uint _sequence;

    /// <summary>Hears of each packet; null if nobody does.</summary>
    public FlightRing? Recorder { get; init; }

    /// <summary>Packets sealed under the present keys.</summary>
    public long PacketsUnderKey { get; private set; }

    /// <summary>Bytes sealed under the present keys.</summary>
    public long BytesUnderKey { get; private set; }

    /// <summary>Writes and seals a message into <paramref name="destination"/>; gives the bytes used.</summary>
    public int Write<T>(in T message, Span<byte> destination)
        where T : IMessage, allows ref struct
    {
        var writer = new WireWriter(destination[PacketLimits.PayloadOffset..]);
        writer.WriteByte((byte)message.Number);
        message.Write(ref writer);
        Recorder?.Record(writer.Written);
        var frame = CompleteFrame(destination, writer.Length);
        return Seal(destination[..frame], destination);
    }

    /// <summary>
    /// Seals an opened packet of another connection, with its payload changed to its liking, into
    /// <paramref name="destination"/>. Padding is made new in the room that the other's padding and tag leave.
    /// </summary>
    public int Forward(Span<byte> openedFrame, int payloadLength, Span<byte> destination)
    {
        Recorder?.Record(openedFrame.Slice(PacketLimits.PayloadOffset, payloadLength));
        if (openedFrame.Length < FrameLength(payloadLength, out _))
        {
            // The other side's padding and tag leave too little room: go through the destination.
            openedFrame.Slice(PacketLimits.PayloadOffset, payloadLength).CopyTo(destination[PacketLimits.PayloadOffset..]);
            return Seal(destination[..CompleteFrame(destination, payloadLength)], destination);
        }
        return Seal(openedFrame[..CompleteFrame(openedFrame, payloadLength)], destination);
    }

    /// <summary>Our NEWKEYS passed: what follows is under <paramref name="next"/>, which it owns from now on.</summary>
    public void ChangeKeys(PacketSealer next, bool resetSequence)
    {
        _sealer.Dispose();
        _sealer = next;
        PacketsUnderKey = BytesUnderKey = 0;
        if (resetSequence) _sequence = 0;
    }

    public void Dispose() => _sealer.Dispose();

    /// <summary>Writes lengths and padding around a payload that is in place; gives the frame's bytes.</summary>
    private int CompleteFrame(Span<byte> frame, int payloadLength)
    {
        var length = FrameLength(payloadLength, out var padding);
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)(length - 4));
        frame[4] = (byte)padding;
        // Every cipher that we have hides or authenticates padding whatever it is, and stale bytes must not go out.
        frame.Slice(length - padding, padding).Clear();
        return length;
    }

    /// <summary>RFC 4253 section 6: at least four bytes of padding, up to a multiple of the block size.</summary>
    private int FrameLength(int payloadLength, out int padding)
    {
        var counted = (_sealer.PadsLength ? 4 : 0) + 1 + payloadLength;
        padding = _sealer.BlockSize - (counted % _sealer.BlockSize);
        if (padding < PacketLimits.MinPadding) padding += _sealer.BlockSize;
        return PacketLimits.PayloadOffset + payloadLength + padding;
    }

    private int Seal(ReadOnlySpan<byte> frame, Span<byte> destination)
    {
        var total = frame.Length + _sealer.TagLength;
        _sealer.Seal(_sequence++, frame, destination[..total]);
        PacketsUnderKey++;
        BytesUnderKey += total;
        return total;
    }
}

using Sluice.Transport.Buffers;
using Sluice.Transport.Crypto.Protection;
using Sluice.Transport.Diagnostics;

namespace Sluice.Transport.Packets;

/// <summary>What came of looking for a packet.</summary>
internal enum OpenResult
{
    /// <summary>More bytes must come first.</summary>
    NeedMore,

    /// <summary>A packet is open.</summary>
    Packet,

    /// <summary>packet_length or padding_length break RFC 4253 section 6.</summary>
    BadLength,

    /// <summary>The tag is wrong.</summary>
    BadMac,
}

/// <summary>An opened packet, borrowed from the receive block until the next is asked for.</summary>
internal readonly ref struct OpenedPacket(Span<byte> frame, Span<byte> payload, uint sequence)
{
    /// <summary>From the length field to the end of the tag.</summary>
    public Span<byte> Frame { get; } = frame;

    /// <summary>The payload, at least one byte.</summary>
    public Span<byte> Payload { get; } = payload;

    /// <summary>Its sequence number.</summary>
    public uint Sequence { get; } = sequence;
}

/// <summary>The receiving direction: frames, keys and counters. Belongs to the receive loop.</summary>
internal sealed class PacketReader : IDisposable
{
    private PacketOpener _opener = new ClearOpener();
    private uint _sequence;
    private uint _length;

    /// <summary>Hears of each packet; null if nobody does.</summary>
    public FlightRing? Recorder { get; init; }

    /// <summary>Bytes that the packet at the front of the block takes in all, as far as known.</summary>
    public int BytesNeeded { get; private set; } = PacketLimits.PayloadOffset;

    /// <summary>Packets opened under the present keys.</summary>
    public long PacketsUnderKey { get; private set; }

    /// <summary>Bytes opened under the present keys.</summary>
    public long BytesUnderKey { get; private set; }

    /// <summary>True once sequence numbers came round, which strict key exchange forbids before the first NEWKEYS.</summary>
    public bool HasWrapped { get; private set; }

    /// <summary>Opens the packet at the front of <paramref name="block"/> in place and takes it off the block.</summary>
    public OpenResult TryOpen(Block block, out OpenedPacket packet)
    {
        packet = default;
        var bytes = block.Used;
        if (_length == 0)
        {
            BytesNeeded = _opener.HeaderLength;
            if (bytes.Length < _opener.HeaderLength) return OpenResult.NeedMore;
            var length = _opener.OpenLength(_sequence, bytes[.._opener.HeaderLength]);
            var padded = length + (_opener.PadsLength ? 4u : 0u);
            if (length is < PacketLimits.MinLength or > PacketLimits.MaxLength || padded % (uint)_opener.BlockSize != 0) return OpenResult.BadLength;
            _length = length;
        }
        BytesNeeded = 4 + (int)_length + _opener.TagLength;
        if (bytes.Length < BytesNeeded) return OpenResult.NeedMore;

        var frame = bytes[..BytesNeeded];
        if (!_opener.TryOpen(_sequence, frame)) return OpenResult.BadMac;
        int padding = frame[4];
        var payloadLength = (int)_length - 1 - padding;
        if (padding < PacketLimits.MinPadding || payloadLength < 1) return OpenResult.BadLength;

        Recorder?.Record(frame.Slice(PacketLimits.PayloadOffset, payloadLength));
        packet = new(frame, frame.Slice(PacketLimits.PayloadOffset, payloadLength), _sequence);
        block.Head += BytesNeeded;
        PacketsUnderKey++;
        BytesUnderKey += BytesNeeded;
        HasWrapped |= ++_sequence == 0;
        _length = 0;
        BytesNeeded = _opener.HeaderLength;
        return OpenResult.Packet;
    }

    /// <summary>The peer's NEWKEYS passed: what follows is under <paramref name="next"/>, which it owns from now on.</summary>
    public void ChangeKeys(PacketOpener next, bool resetSequence)
    {
        _opener.Dispose();
        _opener = next;
        PacketsUnderKey = BytesUnderKey = 0;
        if (resetSequence) _sequence = 0;
    }

    public void Dispose() => _opener.Dispose();
}

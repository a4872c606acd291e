using System.Buffers.Binary;

using Sluice.Transport.Buffers;
using Sluice.Transport.Packets;

namespace Sluice.Fuzz;

/// <summary>Receives bytes under fixed keys, in pieces of any size, and seals again what it opened.</summary>
internal sealed class Reception : IDisposable
{
    private readonly PacketReader _reader = new();
    private readonly Transport.Crypto.Protection.PacketSealer _mirror;
    private readonly int _tagLength;
    private readonly Block _block;
    private readonly byte[] _original;

    public Reception(Suite suite, int capacity)
    {
        _mirror = suite.CreateSealer();
        _tagLength = _mirror.TagLength;
        _reader.ChangeKeys(suite.CreateOpener(), resetSequence: true);
        _block = BufferPool.Shared.Rent(BufferRole.Receive, Math.Max(capacity, 1));
        _original = new byte[capacity];
    }

    /// <summary>The payloads opened so far.</summary>
    public List<byte[]> Payloads { get; } = [];

    /// <summary>How the last attempt ended; nothing is tried after a refusal.</summary>
    public OpenResult Result { get; private set; } = OpenResult.NeedMore;

    /// <summary>Takes more bytes and opens what is complete.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_block.Free);
        bytes.CopyTo(_original.AsSpan(_block.Tail));
        _block.Tail += bytes.Length;
        while (Result == OpenResult.NeedMore)
        {
            var from = _block.Head;
            Result = _reader.TryOpen(_block, out var packet);
            if (Result == OpenResult.NeedMore)
            {
                Promise.Keep(_reader.BytesNeeded > _block.Used.Length, "Who waits for bytes lacks some.");
                Promise.Keep(_reader.BytesNeeded <= 4 + PacketLimits.MaxLength + 64, "No more is asked for than the longest packet.");
                return;
            }
            if (Result != OpenResult.Packet) return;
            Accept(packet, from);
            Result = OpenResult.NeedMore;
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _mirror.Dispose();
        BufferPool.Shared.Return(_block);
    }

    private void Accept(in OpenedPacket packet, int from)
    {
        Promise.Keep(_block.Head == from + packet.Frame.Length, "A packet is taken off the block whole.");
        Promise.Keep(packet.Payload.Length >= 1, "A payload has at least its number.");
        Promise.Keep(packet.Sequence == (uint)Payloads.Count, "Sequence numbers count packets.");
        Payloads.Add(packet.Payload.ToArray());

        var clear = packet.Frame[..^_tagLength].ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(clear, (uint)(clear.Length - 4));
        var again = new byte[packet.Frame.Length];
        _mirror.Seal(packet.Sequence, clear, again);
        Promise.Keep(again.AsSpan().SequenceEqual(_original.AsSpan(from, again.Length)), "What is accepted is what the holder of the keys would have sent.");
    }
}

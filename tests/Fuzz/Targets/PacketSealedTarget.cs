using Sluice.Transport.Buffers;
using Sluice.Transport.Packets;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Fuzz.Targets;

/// <summary>
/// What a peer that holds the keys may send: a byte each for the ciphers of two connections, then a payload, which is
/// sealed, opened, forwarded to the other connection, opened there and read as a message.
/// </summary>
internal static class PacketSealedTarget
{
    // The bound of a payload is what packet_length leaves after the longest padding.
    private const int Longest = PacketLimits.MaxLength - 64;

    public static void Run(ReadOnlySpan<byte> input)
    {
        var cursor = new InputCursor(input);
        var (here, there) = (Suite.Of(cursor.TakeByte()), Suite.Of(cursor.TakeByte()));
        var payload = cursor.Rest[..Math.Min(cursor.Rest.Length, Longest)];
        if (payload.IsEmpty) return;
        var block = BufferPool.Shared.Rent(BufferRole.Receive, payload.Length + PacketLimits.MaxOverhead);
        using var writer = new PacketWriter();
        writer.ChangeKeys(here.CreateSealer(), resetSequence: true);
        block.Tail = writer.Write(new PayloadMessage(payload), block.Free);
        using var reader = new PacketReader();
        reader.ChangeKeys(here.CreateOpener(), resetSequence: true);
        Promise.Keep(reader.TryOpen(block, out var packet) == OpenResult.Packet, "What we seal opens.");
        Promise.Keep(packet.Payload.SequenceEqual(payload), "It opens to what was sealed.");
        Promise.Keep(block.Used.IsEmpty, "One packet was one packet.");
        MessageTarget.Run(packet.Payload);
        Forward(packet, there);
        BufferPool.Shared.Return(block);
    }

    private static void Forward(in OpenedPacket packet, Suite there)
    {
        var payload = packet.Payload.ToArray();
        var block = BufferPool.Shared.Rent(BufferRole.Receive, payload.Length + PacketLimits.MaxOverhead);
        using var writer = new PacketWriter();
        writer.ChangeKeys(there.CreateSealer(), resetSequence: true);
        block.Tail = writer.Forward(packet.Frame, payload.Length, block.Free);
        using var reader = new PacketReader();
        reader.ChangeKeys(there.CreateOpener(), resetSequence: true);
        Promise.Keep(reader.TryOpen(block, out var forwarded) == OpenResult.Packet, "What we forward opens.");
        Promise.Keep(forwarded.Payload.SequenceEqual(payload), "It opens to what was forwarded.");
        BufferPool.Shared.Return(block);
    }
}

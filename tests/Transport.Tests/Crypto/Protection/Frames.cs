using System.Buffers.Binary;
using Sluice.Transport.Crypto.Protection;

namespace Sluice.Transport.Tests.Crypto.Protection;

/// <summary>Packets in clear (RFC 4253 section 6) for the sealers under test.</summary>
internal static class Frames
{
    public static byte[] NextBytes(this Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>A frame with a random payload and as little padding as is allowed.</summary>
    public static byte[] Create(PacketSealer sealer, int payloadLength, Random random)
    {
        var counted = 1 + payloadLength + (sealer.PadsLength ? 4 : 0);
        var padding = 4 + (sealer.BlockSize - (counted + 4) % sealer.BlockSize) % sealer.BlockSize;
        var frame = random.NextBytes(5 + payloadLength + padding);
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)(frame.Length - 4));
        frame[4] = (byte)padding;
        return frame;
    }

    public static byte[] Seal(this PacketSealer sealer, uint sequence, byte[] frame)
    {
        var packet = new byte[frame.Length + sealer.TagLength];
        sealer.Seal(sequence, frame, packet);
        return packet;
    }

    /// <summary>Opens as a receiver does: the length first, then the whole; null if it is refused.</summary>
    public static byte[]? Open(this PacketOpener opener, uint sequence, byte[] packet)
    {
        var opened = packet.ToArray();
        var length = opener.OpenLength(sequence, opened.AsSpan(0, opener.HeaderLength));
        if (length != packet.Length - 4 - opener.TagLength || !opener.TryOpen(sequence, opened)) return null;
        BinaryPrimitives.WriteUInt32BigEndian(opened, length);
        return opened[..^opener.TagLength];
    }
}

using System.Buffers.Binary;

namespace Sluice.Transport.Crypto.Protection;

/// <inheritdoc cref="EncryptAndMacSealer"/>
internal sealed class EncryptAndMacOpener(CounterMode cipher, PacketMac mac) : PacketOpener
{
    public override int HeaderLength => CounterMode.BlockLength;

    public override int BlockSize => CounterMode.BlockLength;

    public override int TagLength => mac.Length;

    public override bool PadsLength => true;

    public override uint OpenLength(uint sequence, Span<byte> header)
    {
        var block = header[..HeaderLength];
        cipher.Transform(block, block);
        return BinaryPrimitives.ReadUInt32BigEndian(block);
    }

    public override bool TryOpen(uint sequence, Span<byte> packet)
    {
        var frameLength = packet.Length - TagLength;
        if (frameLength < HeaderLength || frameLength % BlockSize != 0) return false;
        var rest = packet[HeaderLength..frameLength];
        cipher.Transform(rest, rest);
        return mac.Verify(sequence, packet[..frameLength], packet[frameLength..]);
    }

    public override void Dispose()
    {
        cipher.Dispose();
        mac.Dispose();
    }
}

using System.Buffers.Binary;

namespace Sluice.Transport.Crypto.Protection;

/// <inheritdoc cref="EncryptThenMacSealer"/>
internal sealed class EncryptThenMacOpener(CounterMode cipher, PacketMac mac) : PacketOpener
{
    public override int HeaderLength => 4;

    public override int BlockSize => CounterMode.BlockLength;

    public override int TagLength => mac.Length;

    public override bool PadsLength => false;

    public override uint OpenLength(uint sequence, Span<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header);

    public override bool TryOpen(uint sequence, Span<byte> packet)
    {
        var sealedLength = packet.Length - TagLength;
        if (sealedLength < HeaderLength || (sealedLength - HeaderLength) % BlockSize != 0) return false;
        if (!mac.Verify(sequence, packet[..sealedLength], packet[sealedLength..])) return false;
        var content = packet[HeaderLength..sealedLength];
        cipher.Transform(content, content);
        return true;
    }

    public override void Dispose()
    {
        cipher.Dispose();
        mac.Dispose();
    }
}

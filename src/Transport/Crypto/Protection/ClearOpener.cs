using System.Buffers.Binary;

namespace Sluice.Transport.Crypto.Protection;

/// <inheritdoc cref="ClearSealer"/>
internal sealed class ClearOpener : PacketOpener
{
    public override int HeaderLength => 4;

    public override int BlockSize => 8;

    public override int TagLength => 0;

    public override bool PadsLength => true;

    public override uint OpenLength(uint sequence, Span<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header);

    public override bool TryOpen(uint sequence, Span<byte> packet) => packet.Length >= HeaderLength;

    public override void Dispose()
    {
    }
}

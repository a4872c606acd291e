using System.Buffers.Binary;

namespace Sluice.Transport.Crypto.Protection;

/// <inheritdoc cref="ChaChaPoly1305"/>
internal sealed class ChaChaPoly1305Opener(ReadOnlySpan<byte> key) : PacketOpener
{
    private readonly ChaChaPoly1305 _cipher = new(key);

    public override int HeaderLength => ChaChaPoly1305.LengthField;

    public override int BlockSize => ChaChaPoly1305.BlockSize;

    public override int TagLength => ChaChaPoly1305.TagLength;

    public override bool PadsLength => false;

    public override uint OpenLength(uint sequence, Span<byte> header)
    {
        // Not in place: the tag covers the encrypted length.
        Span<byte> length = stackalloc byte[ChaChaPoly1305.LengthField];
        _cipher.TransformLength(sequence, header, length);
        return BinaryPrimitives.ReadUInt32BigEndian(length);
    }

    public override bool TryOpen(uint sequence, Span<byte> packet) =>
        packet.Length >= HeaderLength + TagLength && _cipher.TryOpen(sequence, packet);

    public override void Dispose() => _cipher.Dispose();
}

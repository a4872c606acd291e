namespace Sluice.Transport.Crypto.Protection;

/// <inheritdoc cref="ChaChaPoly1305"/>
internal sealed class ChaChaPoly1305Sealer(ReadOnlySpan<byte> key) : PacketSealer
{
    private readonly ChaChaPoly1305 _cipher = new(key);

    public override int BlockSize => ChaChaPoly1305.BlockSize;

    public override int TagLength => ChaChaPoly1305.TagLength;

    public override bool PadsLength => false;

    public override void Seal(uint sequence, ReadOnlySpan<byte> frame, Span<byte> destination) =>
        _cipher.Seal(sequence, frame, destination);

    public override void Dispose() => _cipher.Dispose();
}

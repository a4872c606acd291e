namespace Sluice.Transport.Crypto.Protection;

/// <summary>Packets before the first NEWKEYS: framed, neither encrypted nor authenticated (RFC 4253 section 6).</summary>
internal sealed class ClearSealer : PacketSealer
{
    public override int BlockSize => 8;

    public override int TagLength => 0;

    public override bool PadsLength => true;

    public override void Seal(uint sequence, ReadOnlySpan<byte> frame, Span<byte> destination) => frame.CopyTo(destination);

    public override void Dispose()
    {
    }
}

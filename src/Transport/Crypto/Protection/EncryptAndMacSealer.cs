namespace Sluice.Transport.Crypto.Protection;

/// <summary>
/// A counter-mode cipher with a MAC of RFC 4253 section 6.4: the MAC covers the packet in clear, and the whole packet
/// with its length is encrypted.
/// </summary>
internal sealed class EncryptAndMacSealer(CounterMode cipher, PacketMac mac) : PacketSealer
{
    public override int BlockSize => CounterMode.BlockLength;

    public override int TagLength => mac.Length;

    public override bool PadsLength => true;

    public override void Seal(uint sequence, ReadOnlySpan<byte> frame, Span<byte> destination)
    {
        // The tag first: in place, encrypting overwrites what it covers.
        mac.Compute(sequence, frame, destination.Slice(frame.Length, TagLength));
        cipher.Transform(frame, destination[..frame.Length]);
    }

    public override void Dispose()
    {
        cipher.Dispose();
        mac.Dispose();
    }
}

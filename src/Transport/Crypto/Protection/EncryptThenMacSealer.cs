namespace Sluice.Transport.Crypto.Protection;

/// <summary>
/// A counter-mode cipher with an -etm MAC (OpenSSH PROTOCOL section 1.1): the length stays in clear, and the MAC covers
/// it and the encrypted rest.
/// </summary>
internal sealed class EncryptThenMacSealer(CounterMode cipher, PacketMac mac) : PacketSealer
{
    private const int LengthField = 4;

    public override int BlockSize => CounterMode.BlockLength;

    public override int TagLength => mac.Length;

    public override bool PadsLength => false;

    public override void Seal(uint sequence, ReadOnlySpan<byte> frame, Span<byte> destination)
    {
        frame[..LengthField].CopyTo(destination);
        cipher.Transform(frame[LengthField..], destination[LengthField..frame.Length]);
        mac.Compute(sequence, destination[..frame.Length], destination.Slice(frame.Length, TagLength));
    }

    public override void Dispose()
    {
        cipher.Dispose();
        mac.Dispose();
    }
}

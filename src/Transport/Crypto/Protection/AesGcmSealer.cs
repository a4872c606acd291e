using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.Protection;

/// <summary>
/// aes128-gcm@openssh.com and aes256-gcm@openssh.com (RFC 5647, OpenSSH PROTOCOL section 1.6): the length field is
/// associated data and stays readable, everything behind it is encrypted, the tag has 16 bytes.
/// </summary>
internal sealed class AesGcmSealer(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv) : PacketSealer
{
    private const int LengthField = 4;

    private readonly AesGcm _gcm = new(key, AesGcm.TagByteSizes.MaxSize);
    private GcmNonce _nonce = new(iv);

    public override int BlockSize => 16;

    public override int TagLength => 16;

    public override bool PadsLength => false;

    public override void Seal(uint sequence, ReadOnlySpan<byte> frame, Span<byte> destination)
    {
        var length = destination[..LengthField];
        frame[..LengthField].CopyTo(length);
        _gcm.Encrypt(
            _nonce,
            frame[LengthField..],
            destination[LengthField..frame.Length],
            destination.Slice(frame.Length, TagLength),
            length);
        _nonce.MoveOn();
    }

    public override void Dispose() => _gcm.Dispose();
}

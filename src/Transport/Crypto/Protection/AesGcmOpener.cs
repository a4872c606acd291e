using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.Protection;

/// <inheritdoc cref="AesGcmSealer"/>
internal sealed class AesGcmOpener(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv) : PacketOpener
{
    private readonly AesGcm _gcm = new(key, AesGcm.TagByteSizes.MaxSize);
    private GcmNonce _nonce = new(iv);

    public override int HeaderLength => 4;

    public override int BlockSize => 16;

    public override int TagLength => 16;

    public override bool PadsLength => false;

    public override uint OpenLength(uint sequence, Span<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header);

    public override bool TryOpen(uint sequence, Span<byte> packet)
    {
        if (packet.Length < HeaderLength + TagLength) return false;
        var sealedLength = packet.Length - TagLength;
        var content = packet[HeaderLength..sealedLength];
        try
        {
            _gcm.Decrypt(_nonce, content, packet[sealedLength..], content, packet[..HeaderLength]);
        }
        catch (AuthenticationTagMismatchException)
        {
            // AesGcm has no form that answers with a value; it has cleared the content already.
            return false;
        }
        _nonce.MoveOn();
        return true;
    }

    public override void Dispose() => _gcm.Dispose();
}

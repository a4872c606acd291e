using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Sluice.Transport.Crypto.Protection;

/// <summary>
/// The nonce of AES-GCM in SSH (RFC 5647 section 7.1): 4 fixed bytes, then a big-endian invocation counter of 8 bytes
/// that starts at the derived IV, moves on by one for each packet, and wraps without touching the fixed part.
/// </summary>
[InlineArray(Length)]
internal struct GcmNonce
{
    public const int Length = 12;

    private const int FixedLength = 4;

    private byte _first;

    public GcmNonce(ReadOnlySpan<byte> iv)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(iv.Length, Length);
        iv.CopyTo(this);
    }

    public void MoveOn()
    {
        Span<byte> nonce = this;
        var counter = nonce[FixedLength..];
        BinaryPrimitives.WriteUInt64BigEndian(counter, unchecked(BinaryPrimitives.ReadUInt64BigEndian(counter) + 1));
    }
}

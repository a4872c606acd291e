namespace Sluice.Transport.Crypto.Protection;

/// <summary>
/// Seals the packets of one direction under one set of keys. The frame is the packet in clear (RFC 4253 section 6):
/// <code>
/// uint32  packet_length      (everything behind it, without the tag)
/// byte    padding_length
/// byte[]  payload
/// byte[]  padding
/// </code>
/// Not thread-safe; the caller counts sequence numbers.
/// </summary>
internal abstract class PacketSealer : IDisposable
{
    /// <summary>The multiple, in bytes, that padding fills up to: 8 or 16.</summary>
    public abstract int BlockSize { get; }

    /// <summary>Bytes of the tag (MAC) behind the sealed packet; 0 in clear.</summary>
    public abstract int TagLength { get; }

    /// <summary>
    /// True if the length field counts when padding is computed: in clear and with encrypt-and-MAC. False for AEAD
    /// modes and for encrypt-then-MAC, where the length stands outside the encrypted blocks.
    /// </summary>
    public abstract bool PadsLength { get; }

    /// <summary>
    /// Seals <paramref name="frame"/> into <paramref name="destination"/>, which is <see cref="TagLength"/> bytes
    /// longer. Destination may begin at the very same byte as the frame (in place), or not overlap it at all.
    /// </summary>
    /// <param name="sequence">The packet's sequence number (RFC 4253 section 6.4).</param>
    public abstract void Seal(uint sequence, ReadOnlySpan<byte> frame, Span<byte> destination);

    /// <summary>Clears the keys.</summary>
    public abstract void Dispose();
}

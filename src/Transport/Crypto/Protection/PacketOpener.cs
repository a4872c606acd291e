namespace Sluice.Transport.Crypto.Protection;

/// <summary>
/// Opens the packets of one direction under one set of keys, in place; the mirror of <see cref="PacketSealer"/>.
/// Nothing of a packet may be used before <see cref="TryOpen"/> said that it is genuine, except its length, which the
/// caller must treat as untrusted. Not thread-safe; the caller counts sequence numbers.
/// </summary>
internal abstract class PacketOpener : IDisposable
{
    /// <summary>Bytes of a packet that must be there before its length can be read: 4, or one cipher block.</summary>
    public abstract int HeaderLength { get; }

    /// <summary>Packet lengths (with the length field if <see cref="PadsLength"/>) are a multiple of this: 8 or 16.</summary>
    public abstract int BlockSize { get; }

    /// <inheritdoc cref="PacketSealer.TagLength"/>
    public abstract int TagLength { get; }

    /// <inheritdoc cref="PacketSealer.PadsLength"/>
    public abstract bool PadsLength { get; }

    /// <summary>
    /// Reads packet_length from the first <see cref="HeaderLength"/> bytes of a packet. Called exactly once for each
    /// packet, before <see cref="TryOpen"/>; it may decrypt the header in place.
    /// </summary>
    public abstract uint OpenLength(uint sequence, Span<byte> header);

    /// <summary>
    /// Checks and decrypts one whole packet in place: length field, packet_length bytes, tag. Afterwards it holds the
    /// frame in clear; the content of the length field and the tag is unspecified.
    /// </summary>
    /// <returns>False if the tag is wrong; then nothing of the packet may be used.</returns>
    public abstract bool TryOpen(uint sequence, Span<byte> packet);

    /// <summary>Clears the keys.</summary>
    public abstract void Dispose();
}

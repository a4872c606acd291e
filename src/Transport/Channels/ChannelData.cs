namespace Sluice.Transport;

/// <summary>
/// Bytes of CHANNEL_DATA or CHANNEL_EXTENDED_DATA (RFC 4254 section 5.2), borrowed for the length of the call: they lie
/// in the receive block. <see cref="SshChannel.Forward"/> passes them on without a copy of their own.
/// </summary>
public readonly ref struct ChannelData
{
    internal ChannelData(Span<byte> frame, Span<byte> bytes, uint extendedType)
    {
        Frame = frame;
        Bytes = bytes;
        ExtendedType = extendedType;
    }

    /// <summary>The whole opened packet, from its length field to the end of its tag, with <see cref="Bytes"/> within.</summary>
    internal Span<byte> Frame { get; }

    /// <summary>The data.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>0 for ordinary data; 1 is SSH_EXTENDED_DATA_STDERR.</summary>
    public uint ExtendedType { get; }
}

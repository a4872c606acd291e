namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// RFC 4419 section 3; the old form is that of its section 5.
/// <code>
/// byte    SSH_MSG_KEX_DH_GEX_REQUEST (34)     byte    SSH_MSG_KEX_DH_GEX_REQUEST_OLD (30)
/// uint32  min, bits of an acceptable group    uint32  n
/// uint32  n, bits of the preferred group
/// uint32  max, bits of an acceptable group
/// </code>
/// </summary>
internal readonly record struct KexDhGexRequestMessage(uint Min, uint Preferred, uint Max) : IMessage
{
    public MessageNumber Number => MessageNumber.KexDhGexRequest;

    public int MaxLength => 1 + 12;

    public void Write(ref WireWriter writer)
    {
        writer.WriteUInt32(Min);
        writer.WriteUInt32(Preferred);
        writer.WriteUInt32(Max);
    }

    /// <summary>Reads either form; the old one leaves all sizes to the server. False unless min, n and max are in order.</summary>
    public static bool TryParse(ReadOnlySpan<byte> payload, out KexDhGexRequestMessage message)
    {
        var reader = new WireReader(payload[1..]);
        message = (MessageNumber)payload[0] == MessageNumber.KexDhGexRequestOld
            ? new(0, reader.ReadUInt32(), uint.MaxValue)
            : new(reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32());
        return reader.IsComplete && message.Min <= message.Preferred && message.Preferred <= message.Max;
    }
}

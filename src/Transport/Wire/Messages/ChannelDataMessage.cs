namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// RFC 4254 section 5.2; the type is there in the extended form only, and 0 here stands for the ordinary one.
/// <code>
/// byte    SSH_MSG_CHANNEL_DATA or SSH_MSG_CHANNEL_EXTENDED_DATA
/// uint32  recipient channel
/// uint32  data_type_code
/// string  data
/// </code>
/// </summary>
internal readonly ref struct ChannelDataMessage(uint recipient, uint extendedType, ReadOnlySpan<byte> data) : IMessage
{
    /// <summary>Bytes before the data in the longer form.</summary>
    public const int MaxOverhead = 13;

    private readonly ReadOnlySpan<byte> _data = data;

    public MessageNumber Number => extendedType == 0 ? MessageNumber.ChannelPlainData : MessageNumber.ChannelExtendedData;

    public uint ExtendedType => extendedType;

    public ReadOnlySpan<byte> Data => _data;

    public int MaxLength => MaxOverhead + _data.Length;

    public void Write(ref WireWriter writer)
    {
        writer.WriteUInt32(recipient);
        if (extendedType != 0) writer.WriteUInt32(extendedType);
        writer.WriteString(_data);
    }

    public static bool TryParse(ReadOnlySpan<byte> payload, out ChannelDataMessage message)
    {
        var reader = new WireReader(payload[1..]);
        var recipient = reader.ReadUInt32();
        var isExtended = payload[0] == (byte)MessageNumber.ChannelExtendedData;
        var type = isExtended ? reader.ReadUInt32() : 0;
        message = new(recipient, type, reader.ReadString());
        return reader.IsComplete && isExtended == (type != 0);
    }
}

namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// RFC 4254 section 5.4.
/// <code>
/// byte     SSH_MSG_CHANNEL_REQUEST
/// uint32   recipient channel
/// string   request type in US-ASCII characters only
/// boolean  want reply
/// ....     type-specific data follows
/// </code>
/// </summary>
internal readonly ref struct ChannelRequestMessage(uint recipient, ReadOnlySpan<byte> type, bool wantsReply, ReadOnlySpan<byte> data) : IMessage
{
    private readonly ReadOnlySpan<byte> _type = type;
    private readonly ReadOnlySpan<byte> _data = data;

    public MessageNumber Number => MessageNumber.ChannelSpecificRequest;

    public ReadOnlySpan<byte> Type => _type;

    public bool WantsReply => wantsReply;

    public ReadOnlySpan<byte> Data => _data;

    public int MaxLength => 1 + 4 + 4 + _type.Length + 1 + _data.Length;

    public void Write(ref WireWriter writer)
    {
        writer.WriteUInt32(recipient);
        writer.WriteString(_type);
        writer.WriteBoolean(wantsReply);
        writer.WriteBytes(_data);
    }

    public static bool TryParse(ReadOnlySpan<byte> payload, out ChannelRequestMessage message)
    {
        var reader = new WireReader(payload[1..]);
        message = new(reader.ReadUInt32(), reader.ReadString(), reader.ReadBoolean(), reader.Remaining);
        return !reader.Failed && !message.Type.IsEmpty;
    }
}

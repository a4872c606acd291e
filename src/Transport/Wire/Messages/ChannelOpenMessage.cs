namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// RFC 4254 section 5.1.
/// <code>
/// byte    SSH_MSG_CHANNEL_OPEN
/// string  channel type in US-ASCII only
/// uint32  sender channel
/// uint32  initial window size
/// uint32  maximum packet size
/// ....    channel type specific data follows
/// </code>
/// </summary>
internal readonly ref struct ChannelOpenMessage(ReadOnlySpan<byte> type, uint sender, uint window, uint maxPacket) : IMessage
{
    private readonly ReadOnlySpan<byte> _type = type;

    public MessageNumber Number => MessageNumber.ChannelOpen;

    public ReadOnlySpan<byte> Type => _type;

    public uint Sender => sender;

    public uint Window => window;

    public uint MaxPacket => maxPacket;

    public int MaxLength => 1 + 4 + _type.Length + 12;

    public void Write(ref WireWriter writer)
    {
        writer.WriteString(_type);
        writer.WriteUInt32(sender);
        writer.WriteUInt32(window);
        writer.WriteUInt32(maxPacket);
    }

    public static bool TryParse(ReadOnlySpan<byte> payload, out ChannelOpenMessage message)
    {
        var reader = new WireReader(payload[1..]);
        message = new(reader.ReadString(), reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32());
        return !reader.Failed;
    }
}

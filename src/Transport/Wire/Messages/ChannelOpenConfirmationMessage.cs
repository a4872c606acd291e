namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// RFC 4254 section 5.1.
/// <code>
/// byte    SSH_MSG_CHANNEL_OPEN_CONFIRMATION
/// uint32  recipient channel
/// uint32  sender channel
/// uint32  initial window size
/// uint32  maximum packet size
/// ....    channel type specific data follows
/// </code>
/// </summary>
internal readonly ref struct ChannelOpenConfirmationMessage(uint recipient, uint sender, uint window, uint maxPacket) : IMessage
{
    public MessageNumber Number => MessageNumber.ChannelOpenConfirmation;

    public uint Sender => sender;

    public uint Window => window;

    public uint MaxPacket => maxPacket;

    public int MaxLength => 17;

    public void Write(ref WireWriter writer)
    {
        writer.WriteUInt32(recipient);
        writer.WriteUInt32(sender);
        writer.WriteUInt32(window);
        writer.WriteUInt32(maxPacket);
    }

    public static bool TryParse(ReadOnlySpan<byte> payload, out ChannelOpenConfirmationMessage message)
    {
        var reader = new WireReader(payload[1..]);
        message = new(reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32());
        return !reader.Failed;
    }
}

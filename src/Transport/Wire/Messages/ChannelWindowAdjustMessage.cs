namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// RFC 4254 section 5.2.
/// <code>
/// byte    SSH_MSG_CHANNEL_WINDOW_ADJUST
/// uint32  recipient channel
/// uint32  bytes to add
/// </code>
/// </summary>
internal readonly ref struct ChannelWindowAdjustMessage(uint recipient, uint bytes) : IMessage
{
    public MessageNumber Number => MessageNumber.ChannelWindowAdjust;

    public uint Bytes => bytes;

    public int MaxLength => 9;

    public void Write(ref WireWriter writer)
    {
        writer.WriteUInt32(recipient);
        writer.WriteUInt32(bytes);
    }

    public static bool TryParse(ReadOnlySpan<byte> payload, out ChannelWindowAdjustMessage message)
    {
        var reader = new WireReader(payload[1..]);
        message = new(reader.ReadUInt32(), reader.ReadUInt32());
        return reader.IsComplete;
    }
}

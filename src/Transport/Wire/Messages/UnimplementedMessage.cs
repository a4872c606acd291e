namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// RFC 4253 section 11.4.
/// <code>
/// byte    SSH_MSG_UNIMPLEMENTED
/// uint32  packet sequence number of rejected message
/// </code>
/// </summary>
internal readonly ref struct UnimplementedMessage(uint sequence) : IMessage
{
    public MessageNumber Number => MessageNumber.Unimplemented;

    public int MaxLength => 5;

    public void Write(ref WireWriter writer) => writer.WriteUInt32(sequence);
}

namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// RFC 4254 section 5.1.
/// <code>
/// byte    SSH_MSG_CHANNEL_OPEN_FAILURE
/// uint32  recipient channel
/// uint32  reason code
/// string  description in UTF-8
/// string  language tag
/// </code>
/// </summary>
internal readonly ref struct ChannelOpenFailureMessage(uint recipient, uint reason, string description) : IMessage
{
    public const uint AdministrativelyProhibited = 1;
    public const uint UnknownChannelType = 3;
    public const uint ResourceShortage = 4;

    public MessageNumber Number => MessageNumber.ChannelOpenFailure;

    public uint Reason => reason;

    public string Description => description;

    public int MaxLength => 1 + 8 + 4 + (3 * description.Length) + 4;

    public void Write(ref WireWriter writer)
    {
        writer.WriteUInt32(recipient);
        writer.WriteUInt32(reason);
        writer.WriteText(description);
        writer.WriteString([]);
    }

    /// <summary>Parses leniently: the texts are for people, and some peers leave them out.</summary>
    public static ChannelOpenFailureMessage Parse(ReadOnlySpan<byte> payload)
    {
        var reader = new WireReader(payload[1..]);
        return new(reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadText());
    }
}

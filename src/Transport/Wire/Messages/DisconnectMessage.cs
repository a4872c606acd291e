namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// RFC 4253 section 11.1.
/// <code>
/// byte    SSH_MSG_DISCONNECT
/// uint32  reason code
/// string  description in UTF-8
/// string  language tag
/// </code>
/// </summary>
internal readonly ref struct DisconnectMessage(DisconnectCode code, string description) : IMessage
{
    public MessageNumber Number => MessageNumber.Disconnect;

    public DisconnectCode Code { get; } = code;

    public string Description { get; } = description;

    public int MaxLength => 1 + 4 + 4 + (3 * Description.Length) + 4;

    public void Write(ref WireWriter writer)
    {
        writer.WriteUInt32((uint)Code);
        writer.WriteText(Description);
        writer.WriteString([]);
    }

    /// <summary>Parses leniently: some peers leave out the language tag.</summary>
    public static DisconnectMessage Parse(ReadOnlySpan<byte> payload)
    {
        var reader = new WireReader(payload[1..]);
        var code = reader.ReadUInt32();
        return new((DisconnectCode)code, reader.ReadText());
    }
}

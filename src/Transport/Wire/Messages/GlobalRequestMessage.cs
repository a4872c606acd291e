namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// RFC 4254 section 4.
/// <code>
/// byte     SSH_MSG_GLOBAL_REQUEST
/// string   request name
/// boolean  want reply
/// ....     request-specific data
/// </code>
/// </summary>
internal readonly ref struct GlobalRequestMessage(ReadOnlySpan<byte> name, bool wantsReply) : IMessage
{
    private readonly ReadOnlySpan<byte> _name = name;

    public MessageNumber Number => MessageNumber.GlobalRequest;

    public bool WantsReply => wantsReply;

    public int MaxLength => 1 + 4 + _name.Length + 1;

    public void Write(ref WireWriter writer)
    {
        writer.WriteString(_name);
        writer.WriteBoolean(wantsReply);
    }

    public static bool TryParse(ReadOnlySpan<byte> payload, out GlobalRequestMessage message)
    {
        var reader = new WireReader(payload[1..]);
        message = new(reader.ReadString(), reader.ReadBoolean());
        return !reader.Failed;
    }
}

namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// RFC 4253 section 10.
/// <code>
/// byte    SSH_MSG_SERVICE_REQUEST or SSH_MSG_SERVICE_ACCEPT
/// string  service name
/// </code>
/// </summary>
internal readonly ref struct ServiceMessage(MessageNumber number, ReadOnlySpan<byte> name) : IMessage
{
    private readonly ReadOnlySpan<byte> _name = name;

    public MessageNumber Number { get; } = number;

    public ReadOnlySpan<byte> Name => _name;

    public int MaxLength => 1 + 4 + _name.Length;

    public void Write(ref WireWriter writer) => writer.WriteString(_name);

    public static bool TryParse(ReadOnlySpan<byte> payload, out ServiceMessage message)
    {
        var reader = new WireReader(payload[1..]);
        message = new((MessageNumber)payload[0], reader.ReadString());
        return reader.IsComplete;
    }
}

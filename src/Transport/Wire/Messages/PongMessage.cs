namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// OpenSSH PROTOCOL section 1.9: the answer to PING carries its data.
/// <code>
/// byte    SSH2_MSG_PONG
/// string  data of the PING
/// </code>
/// </summary>
internal readonly ref struct PongMessage(ReadOnlySpan<byte> data) : IMessage
{
    private readonly ReadOnlySpan<byte> _data = data;

    public MessageNumber Number => MessageNumber.Pong;

    public int MaxLength => 1 + 4 + _data.Length;

    public void Write(ref WireWriter writer) => writer.WriteString(_data);

    /// <summary>Makes the answer to a PING; false if that is malformed.</summary>
    public static bool TryAnswer(ReadOnlySpan<byte> ping, out PongMessage pong)
    {
        var reader = new WireReader(ping[1..]);
        pong = new(reader.ReadString());
        return reader.IsComplete;
    }
}

namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// RFC 5656 section 4. ML-KEM hybrids use the same shape for C_INIT, KEXDH_INIT and KEX_DH_GEX_INIT for the mpint e.
/// <code>
/// byte    SSH_MSG_KEX_ECDH_INIT (30), or SSH_MSG_KEX_DH_GEX_INIT (32)
/// string  Q_C, the client's ephemeral public value
/// </code>
/// </summary>
internal readonly ref struct KexEcdhInitMessage(ReadOnlySpan<byte> clientValue, MessageNumber number = MessageNumber.KexEcdhInit) : IMessage
{
    private readonly ReadOnlySpan<byte> _clientValue = clientValue;

    public MessageNumber Number { get; } = number;

    public ReadOnlySpan<byte> ClientValue => _clientValue;

    public int MaxLength => 1 + 4 + _clientValue.Length;

    public void Write(ref WireWriter writer) => writer.WriteString(_clientValue);

    public static bool TryParse(ReadOnlySpan<byte> payload, out KexEcdhInitMessage message)
    {
        var reader = new WireReader(payload[1..]);
        message = new(reader.ReadString(), (MessageNumber)payload[0]);
        return reader.IsComplete;
    }
}

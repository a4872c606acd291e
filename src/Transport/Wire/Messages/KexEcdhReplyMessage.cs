namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// RFC 5656 section 4. ML-KEM hybrids use the same shape for S_REPLY, KEXDH_REPLY and KEX_DH_GEX_REPLY for the mpint f.
/// <code>
/// byte    SSH_MSG_KEX_ECDH_REPLY (31), or SSH_MSG_KEX_DH_GEX_REPLY (33)
/// string  K_S, the server's public host key
/// string  Q_S, the server's ephemeral public value
/// string  the signature on the exchange hash
/// </code>
/// </summary>
internal readonly ref struct KexEcdhReplyMessage(
    ReadOnlySpan<byte> hostKey, ReadOnlySpan<byte> serverValue, ReadOnlySpan<byte> signature, MessageNumber number = MessageNumber.KexEcdhReply) : IMessage
{
    private readonly ReadOnlySpan<byte> _hostKey = hostKey;
    private readonly ReadOnlySpan<byte> _serverValue = serverValue;
    private readonly ReadOnlySpan<byte> _signature = signature;

    public MessageNumber Number { get; } = number;

    public ReadOnlySpan<byte> HostKey => _hostKey;

    public ReadOnlySpan<byte> ServerValue => _serverValue;

    public ReadOnlySpan<byte> Signature => _signature;

    public int MaxLength => 1 + 12 + _hostKey.Length + _serverValue.Length + _signature.Length;

    public void Write(ref WireWriter writer)
    {
        writer.WriteString(_hostKey);
        writer.WriteString(_serverValue);
        writer.WriteString(_signature);
    }

    public static bool TryParse(ReadOnlySpan<byte> payload, out KexEcdhReplyMessage message)
    {
        var reader = new WireReader(payload[1..]);
        message = new(reader.ReadString(), reader.ReadString(), reader.ReadString(), (MessageNumber)payload[0]);
        return reader.IsComplete;
    }
}

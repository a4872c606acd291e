namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// RFC 8308 section 2.3, as a server sends it.
/// <code>
/// byte    SSH_MSG_EXT_INFO
/// uint32  nr-extensions
/// string  extension-name    (repeated)
/// string  extension-value
/// </code>
/// </summary>
internal readonly ref struct ExtInfoMessage(ReadOnlySpan<byte> serverSigAlgs) : IMessage
{
    private readonly ReadOnlySpan<byte> _serverSigAlgs = serverSigAlgs;

    public MessageNumber Number => MessageNumber.ExtInfo;

    public int MaxLength => 1 + 4 + 128 + _serverSigAlgs.Length;

    public void Write(ref WireWriter writer)
    {
        writer.WriteUInt32(2);
        writer.WriteString("server-sig-algs"u8);
        writer.WriteString(_serverSigAlgs);
        // OpenSSH PROTOCOL section 1.9: says that PING is answered.
        writer.WriteString("ping@openssh.com"u8);
        writer.WriteString("0"u8);
    }

    /// <summary>Finds <c>server-sig-algs</c>; empty if it is not there. False if the message is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> serverSigAlgs)
    {
        serverSigAlgs = default;
        var reader = new WireReader(payload[1..]);
        var count = reader.ReadUInt32();
        for (uint i = 0; i < count && !reader.Failed; i++)
        {
            var name = reader.ReadString();
            var value = reader.ReadString();
            if (name.SequenceEqual("server-sig-algs"u8)) serverSigAlgs = value;
        }
        return reader.IsComplete;
    }
}

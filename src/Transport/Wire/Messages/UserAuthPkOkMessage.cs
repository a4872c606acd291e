namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// RFC 4252 section 7.
/// <code>
/// byte    SSH_MSG_USERAUTH_PK_OK
/// string  public key algorithm name from the request
/// string  public key blob from the request
/// </code>
/// </summary>
internal readonly ref struct UserAuthPkOkMessage(string algorithm, ReadOnlySpan<byte> keyBlob) : IMessage
{
    private readonly ReadOnlySpan<byte> _keyBlob = keyBlob;

    public MessageNumber Number => MessageNumber.UserAuthPkOk;

    public int MaxLength => 1 + 4 + (3 * algorithm.Length) + 4 + _keyBlob.Length;

    public void Write(ref WireWriter writer)
    {
        writer.WriteText(algorithm);
        writer.WriteString(_keyBlob);
    }
}

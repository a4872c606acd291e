namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// RFC 4252 section 5.1.
/// <code>
/// byte       SSH_MSG_USERAUTH_FAILURE
/// name-list  authentications that can continue
/// boolean    partial success
/// </code>
/// </summary>
internal readonly ref struct UserAuthFailureMessage(ReadOnlySpan<byte> methods) : IMessage
{
    private readonly ReadOnlySpan<byte> _methods = methods;

    public MessageNumber Number => MessageNumber.UserAuthFailure;

    public int MaxLength => 1 + 4 + _methods.Length + 1;

    public void Write(ref WireWriter writer)
    {
        writer.WriteString(_methods);
        writer.WriteBoolean(false);
    }
}

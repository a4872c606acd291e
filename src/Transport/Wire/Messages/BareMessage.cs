namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// Messages of one byte: NEWKEYS (RFC 4253 section 7.3), USERAUTH_SUCCESS (RFC 4252 section 5.1), REQUEST_SUCCESS and
/// REQUEST_FAILURE without data (RFC 4254 section 4).
/// </summary>
internal readonly ref struct BareMessage(MessageNumber number) : IMessage
{
    public MessageNumber Number { get; } = number;

    public int MaxLength => 1;

    public void Write(ref WireWriter writer)
    {
    }
}

namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// Messages that name a channel and nothing else: CHANNEL_EOF, CHANNEL_CLOSE (RFC 4254 section 5.3), CHANNEL_SUCCESS,
/// CHANNEL_FAILURE (section 5.4).
/// <code>
/// byte    number
/// uint32  recipient channel
/// </code>
/// </summary>
internal readonly ref struct ChannelSignalMessage(MessageNumber number, uint recipient) : IMessage
{
    public MessageNumber Number => number;

    public int MaxLength => 5;

    public void Write(ref WireWriter writer) => writer.WriteUInt32(recipient);

    /// <summary>True for the numbers of these messages.</summary>
    public static bool Has(MessageNumber number) =>
        number is MessageNumber.ChannelEof or MessageNumber.ChannelClose or MessageNumber.ChannelSuccess or MessageNumber.ChannelFailure;

    public static bool IsWellFormed(ReadOnlySpan<byte> payload) => payload.Length == 5;
}

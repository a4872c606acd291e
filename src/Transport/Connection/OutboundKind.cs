using Sluice.Transport.Wire;

namespace Sluice.Transport.Connection;

/// <summary>What the outbound gate tells apart in messages.</summary>
internal static class OutboundKind
{
    /// <summary>True for messages that may go between KEXINIT and NEWKEYS (RFC 4253 section 7.1).</summary>
    public static bool PassesExchange(MessageNumber number) => (byte)number is < 5 or (>= 20 and < 50);

    /// <summary>True for all but channel data, which credit bounds: a peer that does not read could ask for any number of them.</summary>
    public static bool IsAnswer(MessageNumber number) => number is not (MessageNumber.ChannelPlainData or MessageNumber.ChannelExtendedData);
}

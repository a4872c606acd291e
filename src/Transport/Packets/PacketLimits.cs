namespace Sluice.Transport.Packets;

/// <summary>Bounds of the binary packet protocol (RFC 4253 section 6.1) and of what we announce.</summary>
internal static class PacketLimits
{
    /// <summary>Longest packet_length that we take: the 35,000 bytes that every implementation must be able to process.</summary>
    public const int MaxLength = 35_000;

    /// <summary>Data bytes that we take in one message: our maximum packet size of CHANNEL_OPEN.</summary>
    public const int MaxData = 32_768;

    /// <summary>Shortest packet_length: padding length, one byte of payload, four of padding.</summary>
    public const int MinLength = 1 + 1 + MinPadding;

    /// <summary>Shortest padding.</summary>
    public const int MinPadding = 4;

    /// <summary>Bytes before the payload: packet_length and padding_length.</summary>
    public const int PayloadOffset = 5;

    /// <summary>An upper bound of what surrounds a payload: header, padding, tag.</summary>
    public const int MaxOverhead = PayloadOffset + 32 + 64;

    /// <summary>New keys are due long before sequence numbers come round (RFC 4344 section 3.1).</summary>
    public const long MaxPacketsUnderOneKey = 1L << 30;
}

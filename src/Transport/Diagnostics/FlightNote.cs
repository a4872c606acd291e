namespace Sluice.Transport.Diagnostics;

/// <summary>What a flight recorder tells besides messages; kept with the message number 0, which SSH has no message for.</summary>
internal enum FlightNote : byte
{
    /// <summary>The peer's identification line came.</summary>
    Identification = 1,

    /// <summary>The kernel took no more for a while: the peer, or the network to it, was slower than we. The value is in milliseconds.</summary>
    SendStalled = 2,
}

namespace Sluice.Transport.Wire;

/// <summary>Reason codes of DISCONNECT (RFC 4250 section 4.2.2), those that Sluice sends.</summary>
internal enum DisconnectCode : uint
{
    ProtocolError = 2,
    KeyExchangeFailed = 3,
    MacError = 5,
    ServiceNotAvailable = 7,
    HostKeyNotVerifiable = 9,
    ConnectionLost = 10,
    ByApplication = 11,
    TooManyConnections = 12,
    NoMoreAuthMethods = 14,
}

using Sluice.Transport.Wire;

namespace Sluice.Transport.Connection;

/// <summary>What a peer is told of an end (RFC 4253 section 11.1).</summary>
internal static class DisconnectCodes
{
    public static DisconnectCode Of(EndReason reason) => reason switch
    {
        EndReason.ProtocolViolation => DisconnectCode.ProtocolError,
        EndReason.MacError => DisconnectCode.MacError,
        EndReason.KeyExchangeFailed => DisconnectCode.KeyExchangeFailed,
        EndReason.HostKeyUnknown => DisconnectCode.HostKeyNotVerifiable,
        EndReason.AuthRefused => DisconnectCode.NoMoreAuthMethods,
        EndReason.Limited => DisconnectCode.TooManyConnections,
        EndReason.IdleTimeout or EndReason.PeerNotReading or EndReason.ConnectionLost or EndReason.GraceExceeded => DisconnectCode.ConnectionLost,
        _ => DisconnectCode.ByApplication,
    };

    /// <summary>A sentence on the DISCONNECT of a peer (RFC 4250 section 4.2.2); with code 11 programs say goodbye whose user is done.</summary>
    public static string Describe(uint code) => code switch
    {
        (uint)DisconnectCode.ByApplication => "The peer is done and disconnected",
        (uint)DisconnectCode.ProtocolError => Unusual(code, "protocol error"),
        (uint)DisconnectCode.KeyExchangeFailed => Unusual(code, "key exchange failed"),
        (uint)DisconnectCode.MacError => Unusual(code, "MAC error"),
        (uint)DisconnectCode.ServiceNotAvailable => Unusual(code, "service not available"),
        (uint)DisconnectCode.HostKeyNotVerifiable => Unusual(code, "host key not verifiable"),
        (uint)DisconnectCode.ConnectionLost => Unusual(code, "connection lost"),
        (uint)DisconnectCode.TooManyConnections => Unusual(code, "too many connections"),
        (uint)DisconnectCode.NoMoreAuthMethods => Unusual(code, "no more authentication methods"),
        _ => $"The peer disconnected with code {code}",
    };

    private static string Unusual(uint code, string meaning) => $"The peer disconnected with code {code} ({meaning})";
}

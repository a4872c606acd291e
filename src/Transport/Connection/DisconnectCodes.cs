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
}

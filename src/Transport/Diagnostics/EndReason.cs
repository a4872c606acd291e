namespace Sluice.Transport;

/// <summary>Why a connection or a channel ended. The same word stands in logs, metrics and tests.</summary>
public enum EndReason
{
    /// <summary>The peer closed in an orderly way: DISCONNECT by application, end of stream, or CLOSE.</summary>
    PeerClosed,

    /// <summary>The TCP connection was reset or failed.</summary>
    ConnectionLost,

    /// <summary>The peer sent what its phase does not allow, or what cannot be parsed.</summary>
    ProtocolViolation,

    /// <summary>A packet's tag was wrong.</summary>
    MacError,

    /// <summary>No algorithm in common, or a key agreement or host key signature that does not hold.</summary>
    KeyExchangeFailed,

    /// <summary>The server's host key is not the pinned one.</summary>
    HostKeyUnknown,

    /// <summary>No acceptable key within the allowed tries.</summary>
    AuthRefused,

    /// <summary>Not authenticated within LoginGraceTime, or a key exchange that did not finish.</summary>
    GraceExceeded,

    /// <summary>The backend could not be reached.</summary>
    BackendUnreachable,

    /// <summary>Nothing came, not even answers to keepalives.</summary>
    IdleTimeout,

    /// <summary>The peer does not read while it makes us answer.</summary>
    PeerNotReading,

    /// <summary>A refusal by policy: directory, routes, limits.</summary>
    Refused,

    /// <summary>We are shutting down.</summary>
    Drained,

    /// <summary>A mistake of ours.</summary>
    InternalError,

    /// <summary>A request on whose channel nothing moved for ChannelTimeout.</summary>
    ChannelTimeout,

    /// <summary>A request that took longer than TotalTimeout.</summary>
    TotalTimeout,

    /// <summary>A connection that ran nothing for UnusedConnectionTimeout.</summary>
    UnusedConnectionTimeout,

    /// <summary>The operator ended it.</summary>
    Killed,

    /// <summary>A limit was reached that holds at the moment only: the same may be tried again.</summary>
    Limited,
}

using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Admission;

/// <summary>What a source is kept out for.</summary>
internal enum PenaltyKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Something of ours broke at its connection.</summary>
    Crash,

    /// <summary>It tried to log in, in vain.</summary>
    AuthFail,

    /// <summary>It came and did not try.</summary>
    NoAuth,

    /// <summary>It took too long.</summary>
    GraceExceeded,

    /// <summary>It was refused by policy.</summary>
    RefuseConnection,

    /// <summary>It broke the protocol.</summary>
    Protocol,
}

/// <summary>What each end of a connection costs its source.</summary>
internal static class PenaltyKinds
{
    /// <summary>
    /// What an unauthenticated end is. Ours cost nothing but where something broke, and keys that were only asked about, as
    /// agents do with all they hold, never do.
    /// </summary>
    public static PenaltyKind Of(UnauthenticatedEnd end) => end.End switch
    {
        { Reason: EndReason.InternalError } => PenaltyKind.Crash,
        { Reason: EndReason.Refused } => PenaltyKind.RefuseConnection,
        { Side: EndSide.Local } => PenaltyKind.None,
        { Reason: EndReason.GraceExceeded } => PenaltyKind.GraceExceeded,
        { Reason: EndReason.ProtocolViolation or EndReason.MacError } => PenaltyKind.Protocol,
        { Reason: EndReason.AuthRefused } => PenaltyKind.AuthFail,
        _ => end.Attempt switch
        {
            LoginAttempt.Tried => PenaltyKind.AuthFail,
            LoginAttempt.Asked => PenaltyKind.None,
            _ => PenaltyKind.NoAuth,
        },
    };

    /// <summary>How long it keeps out.</summary>
    public static TimeSpan Time(this PenaltyModel model, PenaltyKind kind) => kind switch
    {
        PenaltyKind.Crash => model.Crash,
        PenaltyKind.AuthFail => model.AuthFail,
        PenaltyKind.NoAuth => model.NoAuth,
        PenaltyKind.GraceExceeded => model.GraceExceeded,
        PenaltyKind.RefuseConnection => model.RefuseConnection,
        PenaltyKind.Protocol => model.Protocol,
        _ => TimeSpan.Zero,
    };

    /// <summary>The phrase of a log line, which is sshd's where sshd has one.</summary>
    public static string Phrase(this PenaltyKind kind) => kind switch
    {
        PenaltyKind.Crash => "penalty: caused crash",
        PenaltyKind.AuthFail => "penalty: failed authentication",
        PenaltyKind.NoAuth => "penalty: connections without attempting authentication",
        PenaltyKind.GraceExceeded => "penalty: exceeded LoginGraceTime",
        PenaltyKind.RefuseConnection => "penalty: connection prohibited by RefuseConnection",
        PenaltyKind.Protocol => "penalty: violated the protocol",
        _ => "",
    };
}

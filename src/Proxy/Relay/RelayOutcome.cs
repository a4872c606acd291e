using Sluice.Proxy.Observability;
using Sluice.Transport;

namespace Sluice.Proxy.Relay;

/// <summary>What became of one request.</summary>
/// <param name="First">Who ended it first, and why.</param>
/// <param name="ExitStatus">The exit status that the client was given; null if none, or a signal.</param>
/// <param name="ExitSignal">The signal that ended the backend's command, without SIG; null if none did.</param>
/// <param name="ByBackend">True if the exit status or signal is the backend's own.</param>
/// <param name="LeftEarly">True if the client left before the backend's output had ended.</param>
/// <param name="BytesIn">Bytes passed on from the client to the backend.</param>
/// <param name="BytesOut">Bytes passed on from the backend to the client.</param>
internal sealed record RelayOutcome(Blame First, uint? ExitStatus, string? ExitSignal, bool ByBackend, bool LeftEarly, long BytesIn, long BytesOut)
{
    /// <summary>The word for the access line.</summary>
    public RequestOutcome Word => this switch
    {
        { First.Side: Side.Client, LeftEarly: true } => RequestOutcome.Aborted,
        { ByBackend: true, ExitStatus: 0 } => RequestOutcome.Ok,
        { ByBackend: true } => RequestOutcome.Failed,
        { First.Side: Side.Client } => RequestOutcome.Aborted,
        { First: { Side: Side.Proxy, Reason: EndReason.Refused } } => RequestOutcome.Refused,
        _ => RequestOutcome.Error,
    };
}

using Sluice.Proxy.Observability;
using Sluice.Transport;

namespace Sluice.Proxy.Relay;

/// <summary>The first thing that ended a request.</summary>
/// <param name="Side">Who ended it.</param>
/// <param name="Reason">The word for logs and metrics.</param>
/// <param name="Detail">One sentence for people, without secrets.</param>
internal sealed record Blame(Side Side, EndReason Reason, string Detail)
{
    /// <summary>The end of a connection to <paramref name="peer"/>, seen from the middle.</summary>
    public static Blame Of(End end, Side peer) => new(end.Side == EndSide.Local ? Side.Proxy : peer, end.Reason, end.Detail);
}

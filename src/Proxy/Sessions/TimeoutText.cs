using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Relay;

namespace Sluice.Proxy.Sessions;

/// <summary>Time-outs in words: for the log, and for the user, who is told whose fault it was and what to do.</summary>
internal static class TimeoutText
{
    /// <summary>Nothing moved for too long; said of the client as of a third party.</summary>
    public static string Stalled(Debt debt, string backend, TimeSpan limit) => Stalled(debt, "the client", backend, limit);

    /// <summary>The same, for the user.</summary>
    public static string TellStalled(Debt debt, string backend, TimeSpan limit, string requestId) =>
        Tell($"{Stalled(debt, "you", backend, limit)}, so your request was ended (ChannelTimeout)", debt.Owes, requestId);

    /// <summary>It took too long.</summary>
    public static string TookTooLong(Side most, string backend, TimeSpan limit) => TookTooLong(most, "the client", backend, limit);

    /// <summary>The same, for the user.</summary>
    public static string TellTookTooLong(Side most, string backend, TimeSpan limit, string requestId) =>
        Tell($"{TookTooLong(most, "you", backend, limit)}, so it was ended (TotalTimeout)", most, requestId);

    private static string Stalled(Debt debt, string client, string backend, TimeSpan limit)
    {
        var peer = debt.Peer == Side.Client ? client : $"backend {backend}";
        var time = Duration.Write(limit);
        return debt switch
        {
            { Owes: Side.Network } => $"the network between Sluice and {peer} has delivered nothing for {time}",
            { Owes: Side.Proxy } => $"Sluice has passed nothing on for {time}",
            { IsStuck: false } => $"nothing came from {peer} for {time}",
            { Peer: Side.Client } => $"what {client} {(client == "you" ? "were" : "was")} sent has not been read for {time}",
            _ => $"{peer} has read nothing for {time}",
        };
    }

    private static string TookTooLong(Side most, string client, string backend, TimeSpan limit)
    {
        var party = most switch
        {
            Side.Client => client,
            Side.Backend => $"backend {backend}",
            Side.Network => "the network",
            _ => "Sluice itself",
        };
        return $"the request took longer than {Duration.Write(limit)}, most of it waiting for {party}";
    }

    private static string Tell(string what, Side guilty, string requestId) => guilty == Side.Client
        ? $"sluice: {what}; try again, or ask your operator for more time (request {requestId})\n"
        : $"sluice: {what}; try again later or tell your operator this id: {requestId}\n";
}

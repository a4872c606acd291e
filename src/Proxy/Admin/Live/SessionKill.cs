using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;
using Sluice.Transport;

namespace Sluice.Proxy.Admin.Live;

/// <summary>Ends a connection or a request because the operator says so, and logs that.</summary>
internal sealed class SessionKill(SessionList list, ILogger<SessionKill> logger)
{
    private const int LongestReason = 300;

    /// <summary>Ends what has the id; null if nothing has it. Users read why, on their standard error.</summary>
    /// <param name="id">A connection's or a request's.</param>
    /// <param name="why">The end of a sentence; may be empty.</param>
    public Killed? Kill(string id, string why)
    {
        if (list.Find(id) is not { } session) return null;
        why = LogText.Printable(why.Length > LongestReason ? why[..LongestReason] : why).Trim();
        var ended = 0;
        var isConnection = session.Connection.Id == id;
        foreach (var request in session.Requests)
        {
            if (!isConnection && request.Id != id) continue;
            request.Kill(why);
            ended++;
        }
        if (isConnection) session.Connection.Close(EndReason.Killed, why.Length == 0 ? "the operator ended this connection" : $"the operator ended this connection: {why}");
        else if (ended == 0) return null;
        logger.Killed(isConnection ? "connection" : "request", id, session.Identity.UserName, why.Length == 0 ? "no reason was given." : why);
        return new Killed(id, isConnection, session.Identity.UserName, ended);
    }
}

/// <summary>What the operator wants to be told to the user.</summary>
internal sealed record KillOrder(string? Why);

/// <summary>What was ended.</summary>
/// <param name="Id">The id that was given.</param>
/// <param name="IsConnection">True if it was a connection's.</param>
/// <param name="User">Whose it was.</param>
/// <param name="Requests">Requests that ended.</param>
internal sealed record Killed(string Id, bool IsConnection, string User, int Requests);

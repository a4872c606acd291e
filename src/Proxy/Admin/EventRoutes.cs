using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

using Sluice.Proxy.Sessions;
using Sluice.Transport;

namespace Sluice.Proxy.Admin;

/// <summary>
/// Connections' flight recorders: <c>GET /api/connections/ID/events</c> gives the last protocol events of a client's connection, or
/// of a backend's that a request is on.
/// </summary>
internal sealed class EventRoutes(LiveSessions live) : IAdminRoutes
{
    /// <summary>Where the events of one connection are.</summary>
    public static string PathOf(string id) => $"/api/connections/{Uri.EscapeDataString(id)}/events";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/connections/{id}/events", (string id) => Find(id) is { } connection
        ? Results.Json(View(connection))
        : Results.Problem($"No connection {id} is alive: what a connection did that ended badly stands in the log.", statusCode: StatusCodes.Status404NotFound));

    private static ConnectionEvents View(SshConnection connection) => new(
        connection.Id,
        connection.RemoteEndPoint.ToString(),
        [.. connection.ReadEvents().Select(entry => new ConnectionEvent(
            entry.At.TotalSeconds, entry.Until.TotalSeconds, entry.IsInbound ? "in" : "out", entry.Name, entry.Channel, entry.Count, entry.Detail, entry.ToString()))]);

    private SshConnection? Find(string id) =>
        live.Sessions.Select(session => session.Connection).Concat(live.Running.Select(request => request.Lease?.Connection).OfType<SshConnection>())
            .FirstOrDefault(connection => connection.Id == id);
}

/// <summary>A connection's flight recorder.</summary>
/// <param name="Id">The connection's id.</param>
/// <param name="Remote">Its peer.</param>
/// <param name="Events">The oldest first.</param>
internal sealed record ConnectionEvents(string Id, string Remote, IReadOnlyList<ConnectionEvent> Events);

/// <summary>One entry of it.</summary>
/// <param name="At">Seconds since the connection began.</param>
/// <param name="Until">The same of the last of those that are told in one.</param>
/// <param name="Direction"><c>in</c> from the peer, <c>out</c> to it.</param>
/// <param name="Name">The message.</param>
/// <param name="Channel">The recipient's number for the channel.</param>
/// <param name="Count">How many are told in one.</param>
/// <param name="Detail">Bytes, a code, a type.</param>
/// <param name="Text">All of it in one line.</param>
internal sealed record ConnectionEvent(double At, double Until, string Direction, string Name, int? Channel, int Count, string Detail, string Text);

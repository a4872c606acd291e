using System.Text.Json;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Sluice.Proxy.Admin.Live;

/// <summary>
/// The live sessions: <c>GET /api/sessions</c>, <c>GET /api/sessions/ID</c> and <c>POST /api/sessions/ID/kill</c>, where an
/// id is that of a connection, as <c>lusab-babad</c>, or of a request, as <c>lusab-babad-1</c>.
/// </summary>
internal sealed class SessionRoutes(SessionList list, SessionKill kill) : IAdminRoutes
{
    /// <summary>Where the list is.</summary>
    public const string Path = "/api/sessions";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpContext context) =>
            SessionQuery.TryRead(context.Request.Query, out var query, out var fault) ? Results.Ok(list.Read(query)) : AdminAnswer.Senseless(fault));
        routes.MapGet(Path + "/{id}", (string id) =>
            list.Find(id) is { } session ? Results.Ok(SessionDetail.Of(list.Describe(session), session)) : Unknown(id));
        routes.MapPost(Path + "/{id}/kill", async (string id, HttpContext context) =>
        {
            try
            {
                // Who gives no reason sends no body; one that comes in chunks has no length.
                var order = context.Request.HasJsonContentType() ? await context.Request.ReadFromJsonAsync<KillOrder>(context.RequestAborted) : null;
                return kill.Kill(id, order?.Why ?? "") is { } killed ? Results.Ok(killed) : Unknown(id);
            }
            catch (JsonException)
            {
                return AdminAnswer.Senseless("The body is not JSON as it is expected: {\"why\": \"the disk is being replaced\"}, or nothing.");
            }
        });
    }

    private static IResult Unknown(string id) =>
        AdminAnswer.Missing(id.Length <= 40 && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? $"No connection and no request has the id {id}: it may have ended already."
            : "That is no id: expected one such as lusab-babad for a connection, or lusab-babad-1 for a request.");
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

using Sluice.Proxy.Admin;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.GameDays;

/// <summary>
/// <c>GET /api/gameday</c> tells what can be played and what is; <c>POST /api/gameday/SCENARIO</c> begins one, and
/// <c>POST /api/gameday/stop</c> ends it. Over TCP a token is asked for, on loopback as well.
/// </summary>
internal sealed class GameDayRoutes(GameDay gameDay, SluiceModel model) : IAdminRoutes
{
    /// <summary>Where all of it is.</summary>
    public const string Path = "/api/gameday";

    /// <summary>Where a fault is ended.</summary>
    public const string StopPath = $"{Path}/stop";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, () => Results.Json(gameDay.View()));
        routes.MapPost(StopPath, (HttpContext context) => Stop(context));
        routes.MapDelete(Path, (HttpContext context) => Stop(context));
        routes.MapPost($"{Path}/{{scenario}}", (string scenario, GameDayRequest? request, HttpContext context) => Begin(scenario, request ?? new GameDayRequest(), context));
    }

    private IResult Begin(string scenario, GameDayRequest request, HttpContext context)
    {
        if (!MayPlay(context)) return NotAllowed();
        var fault = gameDay.Faults.FirstOrDefault(fault => fault.Name == scenario);
        if (fault is null) return Refuse($"'{scenario}' is no scenario: expected one of {string.Join(", ", gameDay.Faults.Select(known => known.Name))}.", StatusCodes.Status404NotFound);
        return gameDay.Begin(fault, request, Caller.Of(context)) is { } refusal ? Refuse(refusal, StatusCodes.Status409Conflict) : Results.Json(gameDay.View());
    }

    private IResult Stop(HttpContext context)
    {
        if (!MayPlay(context)) return NotAllowed();
        return gameDay.Stop($"{Caller.Of(context)} stopped it") ? Results.Json(gameDay.View()) : Refuse("Nothing is being played.", StatusCodes.Status409Conflict);
    }

    // Only the socket's file and the token tell operators from everybody else on the machine.
    private bool MayPlay(HttpContext context) => context.Connection.RemoteIpAddress is null || model.Admin.TokenFile is not null;

    private static IResult NotAllowed() =>
        Refuse("Game days are played over a Unix socket of AdminListen, or with the token of AdminTokenFile.", StatusCodes.Status403Forbidden);

    private static IResult Refuse(string why, int status) => Results.Problem(why, statusCode: status);
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

using Sluice.Proxy.Admin;

namespace Sluice.Proxy.GameDays;

/// <summary>What stands in the place of game days where they are not enabled: a sentence. Nothing that could fail on purpose is there.</summary>
internal sealed class NoGameDays : IAdminRoutes
{
    /// <summary>The sentence.</summary>
    public const string Why = "Game days are not enabled in this process: start sluice run with --gamedays, or set GameDays to yes and restart.";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(GameDayRoutes.Path, Refuse);
        routes.MapPost($"{GameDayRoutes.Path}/{{scenario}}", (string scenario) => Refuse());
    }

    private static IResult Refuse() => Results.Problem(Why, statusCode: StatusCodes.Status403Forbidden);
}

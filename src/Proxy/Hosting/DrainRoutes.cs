using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

using Sluice.Proxy.Admin;

namespace Sluice.Proxy.Hosting;

/// <summary>What operators do about a drain: begin it, look at it, take it back.</summary>
internal sealed class DrainRoutes(Drain drain, Upgrade upgrade, InheritedSockets inherited) : IAdminRoutes
{
    /// <summary>Where it is asked for.</summary>
    public const string Path = "/api/drain";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, () => Results.Json(View(), DrainView.Json));
        routes.MapPost(Path, () =>
        {
            // What is done to the listening sockets now would be done to those of the process that takes over.
            if (upgrade.IsUnderWay) return Results.Problem("An upgrade is under way, after which this process drains by itself: ask again when it has ended.", statusCode: StatusCodes.Status409Conflict);
            _ = drain.BeginAsync(DrainCause.Command);
            return Results.Json(View(), DrainView.Json, statusCode: StatusCodes.Status202Accepted);
        });
        routes.MapPost($"{Path}/abort", () => drain.TryAbort(out var why)
            ? Results.Json(View(), DrainView.Json)
            : Results.Problem(why, statusCode: StatusCodes.Status409Conflict));
    }

    private DrainView View() => drain.View(inherited.Predecessor?.Drain);
}

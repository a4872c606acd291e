using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

using Sluice.Proxy.Admin;

namespace Sluice.Proxy.Hosting;

/// <summary>Has another process take over. The answer comes when that one accepts clients, or has failed to.</summary>
internal sealed class UpgradeRoutes(Upgrade upgrade) : IAdminRoutes
{
    /// <summary>Where it is asked for.</summary>
    public const string Path = "/api/upgrade";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost(Path, async () =>
    {
        var result = await upgrade.RunAsync();
        return result.Fault is { } fault ? Results.Problem(fault, statusCode: StatusCodes.Status409Conflict) : Results.Ok(result);
    });
}

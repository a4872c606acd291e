using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

using Sluice.Proxy.Identity;

namespace Sluice.Proxy.Admin;

/// <summary>Users' keys: <c>POST /api/keys/flush</c> has what is kept of them forgotten.</summary>
internal sealed class KeyRoutes(KeyDirectory keys) : IAdminRoutes
{
    /// <summary>Where a POST has the kept keys forgotten.</summary>
    public const string FlushPath = "/api/keys/flush";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost(FlushPath, () =>
    {
        keys.Flush();
        return Results.NoContent();
    });
}

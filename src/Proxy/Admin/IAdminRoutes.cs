using Microsoft.AspNetCore.Routing;

namespace Sluice.Proxy.Admin;

/// <summary>What the admin endpoint can be asked about one noun, below <c>/api/</c>. JSON in and out; times in seconds.</summary>
internal interface IAdminRoutes
{
    /// <summary>Adds the routes.</summary>
    void Map(IEndpointRouteBuilder routes);
}

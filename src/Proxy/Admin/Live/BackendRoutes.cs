using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

using Sluice.Proxy.Backends;
using Sluice.Proxy.Backends.Health;

namespace Sluice.Proxy.Admin.Live;

/// <summary>The backends with their health: <c>GET /api/backends</c>.</summary>
internal sealed class BackendRoutes(BackendDirectory backends, TimeProvider time) : IAdminRoutes
{
    /// <summary>Where they are.</summary>
    public const string Path = "/api/backends";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, () => Results.Ok(Read()));

    /// <summary>All of them now, by name.</summary>
    public BackendPage Read()
    {
        var (table, now) = (backends.Table, time.Milliseconds());
        return new BackendPage(
            [.. table.Backends.Values.Select(backend => BackendRow.Of(backend, now)).OrderBy(row => row.Name, StringComparer.Ordinal)],
            [.. table.Groups.Values.Select(BackendGroupRow.Of).OrderBy(row => row.Name, StringComparer.Ordinal)]);
    }
}

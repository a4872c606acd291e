using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Sluice.Proxy.Admin.Page;

/// <summary>The page at <c>/</c> and its files.</summary>
internal sealed class PageRoutes : IAdminRoutes
{
    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => File("index.html"));
        routes.MapGet("/{name}", (string name) => name.EndsWith(".html", StringComparison.Ordinal) ? Results.NotFound() : File(name));
        routes.MapPost("/logout", (HttpContext context) =>
        {
            context.Response.Cookies.Delete(AdminGuard.Cookie, new CookieOptions { Path = "/" });
            context.Response.Headers.Location = "/";
            return Results.StatusCode(StatusCodes.Status303SeeOther);
        });
    }

    private static IResult File(string name) =>
        PageFile.All.TryGetValue(name, out var file) ? Results.Bytes(file.Content, file.ContentType) : Results.NotFound();
}

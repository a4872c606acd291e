using System.Net;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Admin.Page;
using Sluice.Proxy.Endpoints;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Admin;

/// <summary>
/// Lets operators through and nobody else. Over the Unix socket its file's mode has decided already. Over TCP a token
/// decides, or without one that it is this machine that asks; and never, a Unix socket that is forwarded to a port included,
/// may a page of somebody else's in an operator's browser, which says where it is from, or reaches us by a name that is not ours.
/// </summary>
internal sealed class AdminGuard(AdminModel admin, ILogger logger, RequestDelegate next)
{
    /// <summary>The cookie that holds the token for a browser.</summary>
    public const string Cookie = "sluice-admin";

    private const string Scheme = "Bearer ";

    /// <summary>Passes the request on, shows a browser where to log in, or answers 401 or 403.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        PageHeaders.Add(context.Response);
        if (!IsOurs(context.Request)) return Refuse(context, StatusCodes.Status403Forbidden, "This page is not the admin endpoint's own.");
        if (context.Connection.RemoteIpAddress is not { } remote) return next(context);
        if (admin.TokenFile is not { } file)
            return IPAddress.IsLoopback(remote) ? next(context) : Refuse(context, StatusCodes.Status403Forbidden, "Only this machine may ask here.");
        if (context.Request.Path == LoginPage.Path && HttpMethods.IsPost(context.Request.Method)) return LoginPage.TakeAsync(context, file, logger);
        // What the form looks like is no secret.
        if (context.Request.Path == "/page.css" || BearerToken.Matches(Presented(context.Request), file)) return next(context);
        return LoginPage.IsWanted(context.Request)
            ? LoginPage.ShowAsync(context.Response, isRefused: false)
            : Refuse(context, StatusCodes.Status401Unauthorized, "The token of AdminTokenFile is missing or wrong.");
    }

    private static string Presented(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..] : request.Cookies[Cookie] ?? "";
    }

    // A name that somebody else's name server resolves to us would make their page one of ours.
    private bool IsOurs(HttpRequest request)
    {
        var host = request.Host.Host.Trim('[', ']');
        var needsToken = request.HttpContext.Connection.RemoteIpAddress is not null && admin.TokenFile is not null;
        var isKnown = needsToken || host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
        var origin = request.Headers.Origin.ToString();
        return isKnown && !IsFetchedFromElsewhere(request) && (origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}");
    }

    // A picture or a script of somebody else's page says no origin, but browsers say whose page it is on. A link is no harm.
    private static bool IsFetchedFromElsewhere(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" && request.Headers["Sec-Fetch-Mode"] != "navigate";

    private static Task Refuse(HttpContext context, int status, string detail) =>
        Results.Problem(detail, statusCode: status).ExecuteAsync(context);
}

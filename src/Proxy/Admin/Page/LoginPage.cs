using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Endpoints;

namespace Sluice.Proxy.Admin.Page;

/// <summary>Where a browser gets the cookie that it then shows for the token: <c>POST /login</c> with a form.</summary>
internal static class LoginPage
{
    /// <summary>Where the form goes.</summary>
    public const string Path = "/login";

    private const string Refusal = "<!--refusal-->";
    private const int LongestForm = 16 * 1024;

    // A token is long and random; this keeps a loop from filling the log.
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    /// <summary>True if the answer to a request without a token should be the form and not a sentence for programs.</summary>
    public static bool IsWanted(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Shows the form.</summary>
    public static Task ShowAsync(HttpResponse response, bool isRefused)
    {
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.ContentType = "text/html; charset=utf-8";
        var html = System.Text.Encoding.UTF8.GetString(PageFile.All["login.html"].Content);
        return response.WriteAsync(html.Replace(Refusal, isRefused ? "<p class=\"fault\" role=\"alert\">That is not the token in AdminTokenFile.</p>" : "", StringComparison.Ordinal));
    }

    /// <summary>Takes the form: a right token becomes the cookie, a wrong one the form again.</summary>
    public static async Task TakeAsync(HttpContext context, string tokenFile, ILogger logger)
    {
        var request = context.Request;
        var token = request is { HasFormContentType: true, ContentLength: <= LongestForm } ? (await request.ReadFormAsync(context.RequestAborted))["token"].ToString().Trim() : "";
        if (!BearerToken.Matches(token, tokenFile))
        {
            logger.LoginRefused(context.Connection.RemoteIpAddress?.ToString() ?? "");
            await Task.Delay(_pause, context.RequestAborted);
            await ShowAsync(context.Response, isRefused: true);
            return;
        }
        context.Response.Cookies.Append(AdminGuard.Cookie, token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", Secure = request.IsHttps });
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = "/";
    }
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;

using Microsoft.AspNetCore.Http;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>The real executable with its users' keys behind a real HTTP server, and the real ssh client.</summary>
public sealed class HttpKeysTests : IAsyncDisposable
{
    private const string Repository = "team/keys.git";

    private readonly ConcurrentDictionary<string, string> _users = new();
    private HttpServer? _server;
    private Installation? _site;

    public async ValueTask DisposeAsync()
    {
        if (_site is not null)
            await _site.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("json")]
    [InlineData("gitlab")]
    public async Task Users_of_an_endpoint_get_in_and_strangers_do_not(string format)
    {
        _server = await HttpServer.StartAsync(format == "json" ? AnswerJsonAsync : AnswerGitLabAsync);
        _site = await Installation.StartAsync(adjust: site =>
        {
            site.Folder.Files.WriteSecret("token", "secret\n");
            site.Folder.Configuration.Section["Keys"] = new JsonObject
            {
                ["Http"] = new JsonObject { ["Url"] = new Uri(_server.Address, "/authorized_keys").ToString(), ["Format"] = format, ["TokenFile"] = "token" },
                ["LookupTimeout"] = "20s",
                ["Cache"] = new JsonObject { ["KnownFor"] = "1s", ["UnknownFor"] = "1s" },
            };
            _users[new SshKeyPair(site.Files.PathOf("alice")).TypeAndBase64] = "alice";
            return Task.CompletedTask;
        });
        await _site.CreateGitAsync(Repository, GitContent.Small);
        var stranger = _site.NewClient("stranger-home", await SshKeyPair.GenerateAsync(_site.Files.PathOf("stranger")));

        (await _site.Alice.GitAsync("ls-remote", _site.UrlOf(Repository))).MustSucceed();
        Assert.Contains("Permission denied (publickey)", (await stranger.GitAsync("ls-remote", _site.UrlOf(Repository))).Error, StringComparison.Ordinal);

        var user = format == "json" ? "alice" : "key-7";
        Assert.Equal("Ok", (await _site.Proxy.AccessLineAsync(access => access["user"] == user))["outcome"]);

        _users.Clear();
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        Assert.Contains("Permission denied (publickey)", (await _site.Alice.GitAsync("ls-remote", _site.UrlOf(Repository))).Error, StringComparison.Ordinal);
    }

    private async Task AnswerJsonAsync(HttpContext context)
    {
        Assert.Equal("Bearer secret", context.Request.Headers.Authorization);
        var asked = await JsonNode.ParseAsync(context.Request.Body);
        var line = $"{asked!["keyType"]} {asked["key"]}";
        var keys = _users.TryGetValue(line, out var user) ? new JsonArray(new JsonObject { ["user"] = user, ["key"] = line }) : [];
        await context.Response.WriteAsync(new JsonObject { ["keys"] = keys }.ToJsonString());
    }

    private async Task AnswerGitLabAsync(HttpContext context)
    {
        Assert.Equal(3, context.Request.Headers["Gitlab-Shell-Api-Request"].ToString().Split('.').Length);
        var line = _users.Keys.FirstOrDefault(line => line.EndsWith(" " + context.Request.Query["key"], StringComparison.Ordinal));
        if (line is null)
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        await context.Response.WriteAsync(line is null ? "{\"message\":\"404 Not found\"}" : new JsonObject { ["id"] = 7, ["key"] = line }.ToJsonString());
    }
}

using System.Net;
using System.Text.Json;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

using Sluice.Proxy.Authorization;
using Sluice.Proxy.Caching;
using Sluice.Proxy.Commands;
using Sluice.Proxy.Options;
using Sluice.Proxy.Routing;
using Sluice.Testing;

using Xunit;

namespace Sluice.Proxy.Tests.Authorization;

/// <summary>Questions to a real HTTP server.</summary>
public sealed class AuthorizationHookTests : IDisposable
{
    private static readonly Decision.Forward _routed = new("main", "/srv/app.git") { Environment = [new("A", "1")] };

    private readonly AuthorizationMetrics _metrics = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_yes_leaves_the_routes_decision_as_it_is()
    {
        await using var server = await AnswerAsync("""{ "allow": true }""");
        using var hook = Hook(server);

        var decision = Assert.IsType<Decision.Forward>(await DecideAsync(hook));

        Assert.Equal((_routed.Backend, _routed.Path), (decision.Backend, decision.Path));
        Assert.Equal(_routed.Environment, decision.Environment);
    }

    [Fact]
    public async Task The_endpoint_hears_who_wants_to_do_what_and_from_where()
    {
        JsonElement asked = default;
        string? authorization = null;
        await using var server = await HttpServer.StartAsync(async context =>
        {
            authorization = context.Request.Headers.Authorization;
            asked = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement.Clone();
            await context.Response.WriteAsync("""{ "allow": true }""");
        });
        using var folder = new TemporaryFolder();
        folder.Write("token", "secret\n");
        File.SetUnixFileMode(Path.Combine(folder.Root, "token"), UnixFileMode.UserRead);
        using var hook = Hook(server, tokenFile: Path.Combine(folder.Root, "token"));

        await DecideAsync(hook);

        Assert.Equal("Bearer secret", authorization);
        var expected = new Dictionary<string, string>
        {
            ["user"] = "alice",
            ["keyFingerprint"] = "SHA256:x",
            ["keyId"] = "7",
            ["service"] = "git-upload-pack",
            ["access"] = "read",
            ["repository"] = "app",
            ["backend"] = "main",
            ["path"] = "/srv/app.git",
            ["clientAddress"] = "192.0.2.1",
            ["requestId"] = "lusab-1",
        };
        Assert.Equal(expected, asked.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()!));
    }

    [Fact]
    public async Task Backend_path_and_environment_may_be_the_endpoint_s()
    {
        await using var server = await AnswerAsync("""{ "allow": true, "backend": "other", "path": "/elsewhere.git", "environment": { "TEAM": "blue" } }""");
        using var hook = Hook(server);

        var decision = Assert.IsType<Decision.Forward>(await DecideAsync(hook));

        Assert.Equal(("other", "/elsewhere.git"), (decision.Backend, decision.Path));
        Assert.Equal([new("A", "1"), new("TEAM", "blue")], decision.Environment);
    }

    [Theory]
    [InlineData("""{ "allow": false, "message": "Ask\u001b[31m the\r\nlibrarians." }""", "Ask [31m the  librarians.")]
    [InlineData("""{ "allow": false }""", RouteTable.NoMatch)]
    [InlineData("""{ "allow": true, "path": "/srv/../etc" }""", null)]
    [InlineData("""{ "allow": true, "backend": "nowhere" }""", AuthorizationHook.Unanswered)]
    [InlineData("""{ "allow": "yes" }""", AuthorizationHook.Unanswered)]
    [InlineData("""{ "allow": true, "allow": false }""", AuthorizationHook.Unanswered)]
    [InlineData("""{ "allow": true, "environment": { "A B": "1" } }""", AuthorizationHook.Unanswered)]
    [InlineData("""{ "allow": true, "environment": { "A": "\u0000" } }""", AuthorizationHook.Unanswered)]
    [InlineData("""{ "allow": true, "environment": [] }""", AuthorizationHook.Unanswered)]
    [InlineData("""{ "allow": true, "path": 7 }""", AuthorizationHook.Unanswered)]
    [InlineData("[]", AuthorizationHook.Unanswered)]
    [InlineData("", AuthorizationHook.Unanswered)]
    public async Task Whatever_is_no_clear_yes_is_a_refusal(string body, string? message)
    {
        await using var server = await AnswerAsync(body);
        using var hook = Hook(server);

        var refusal = Assert.IsType<Decision.Refuse>(await DecideAsync(hook));

        if (message is not null) Assert.Equal(message, refusal.Message);
        Assert.DoesNotContain(refusal.Message, char.IsControl);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Redirect)]
    public async Task Another_status_than_200_is_no_answer(HttpStatusCode status)
    {
        await using var server = await HttpServer.StartAsync(async context =>
        {
            context.Response.StatusCode = (int)status;
            await context.Response.WriteAsync("""{ "allow": true }""");
        });
        using var hook = Hook(server);

        Assert.Equal(new Decision.Refuse(AuthorizationHook.Unanswered), await DecideAsync(hook));
    }

    [Fact]
    public async Task An_endpoint_that_says_nothing_is_left_in_time()
    {
        await using var server = await HttpServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var hook = Hook(server, new AnswerCacheOptions { AskTimeout = TimeSpan.FromMilliseconds(200) }, TimeProvider.System);

        Assert.Equal(new Decision.Refuse(AuthorizationHook.Unanswered), await DecideAsync(hook));
    }

    [Fact]
    public async Task Equal_questions_at_one_time_are_asked_once_and_kept_for_a_while()
    {
        var asked = 0;
        var goOn = new TaskCompletionSource();
        await using var server = await HttpServer.StartAsync(async context =>
        {
            Interlocked.Increment(ref asked);
            await goOn.Task;
            await context.Response.WriteAsync("""{ "allow": true }""");
        });
        using var hook = Hook(server, new AnswerCacheOptions { PositiveFor = TimeSpan.FromSeconds(10) });

        var all = Enumerable.Range(0, 100).Select(_ => DecideAsync(hook)).ToList();
        goOn.SetResult();

        Assert.All(await Task.WhenAll(all), decision => Assert.IsType<Decision.Forward>(decision));
        Assert.Equal(1, asked);
        await DecideAsync(hook);
        Assert.Equal(1, asked);
        _time.Advance(TimeSpan.FromSeconds(10));
        await DecideAsync(hook);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task While_the_endpoint_is_down_nothing_is_allowed_unless_it_was_lately_and_that_is_wished()
    {
        var server = await AnswerAsync("""{ "allow": true }""");
        using var closed = Hook(server, new AnswerCacheOptions { PositiveFor = TimeSpan.FromSeconds(1) });
        using var stale = Hook(server, new AnswerCacheOptions { PositiveFor = TimeSpan.FromSeconds(1), StaleFor = TimeSpan.FromMinutes(5) });
        Assert.IsType<Decision.Forward>(await DecideAsync(closed));
        Assert.IsType<Decision.Forward>(await DecideAsync(stale));
        await server.DisposeAsync();
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.IsType<Decision.Refuse>(await DecideAsync(closed));
        Assert.IsType<Decision.Forward>(await DecideAsync(stale));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.IsType<Decision.Refuse>(await DecideAsync(stale));
    }

    public void Dispose() => _metrics.Dispose();

    private static Task<HttpServer> AnswerAsync(string body) => HttpServer.StartAsync(context => context.Response.WriteAsync(body));

    private static async Task<Decision> DecideAsync(AuthorizationHook hook)
    {
        var question = new AuthorizationQuestion(
            "alice", "SHA256:x", "7", HostingService.GitUploadPack, Access.Read, "app", "main", "/srv/app.git", IPAddress.Parse("192.0.2.1"));
        return await hook.DecideAsync(_routed, question, name => name is "main" or "other", "lusab-1");
    }

    private AuthorizationHook Hook(HttpServer server, AnswerCacheOptions? cache = null, TimeProvider? time = null, string? tokenFile = null) => new(
        new AuthorizationModel(new EndpointModel(server.Address, tokenFile), cache ?? new AnswerCacheOptions { AskTimeout = TimeSpan.FromSeconds(20) }),
        _metrics, NullLogger.Instance, time ?? _time);
}

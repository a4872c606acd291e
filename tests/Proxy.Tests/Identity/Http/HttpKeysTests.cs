using System.Diagnostics;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Caching;
using Sluice.Proxy.Endpoints;
using Sluice.Proxy.Identity;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Testing;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Identity.Http;

/// <summary>Looking keys up with a real HTTP server in the generic shape.</summary>
public sealed class HttpKeysTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly KeyMetrics _metrics = new();
    private readonly CapturedLog<KeyDirectory> _log = new();
    private readonly SshPublicKey _key = TestKeys.New();
    private readonly List<(string Method, string Path, string? Authorization, string Body)> _requests = [];
    private HttpServer? _server;
    private IKeySource? _source;

    private string Known => $$"""{"user":"alice","key":"{{TestKeys.PublicLine(_key)}}","options":"from=\"192.0.2.0/24\"","comment":"laptop","id":42}""";

    public async ValueTask DisposeAsync()
    {
        _source?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        _metrics.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_known_key_is_found_and_the_question_has_its_shape()
    {
        var lookup = await AskAsync(Json($$"""{"keys":[{{Known}}]}"""), token: "the-token\n");
        var line = Assert.Single(lookup.Lines);
        Assert.Equal(("alice", "laptop", "42", "key 42"), (line.UserName, line.Comment, line.KeyId, line.Place));
        Assert.False(line.Options.From!.Match(System.Net.IPAddress.Loopback));
        var (method, path, authorization, body) = Assert.Single(_requests);
        Assert.Equal(("POST", "/keys?a=b", "Bearer the-token"), (method, path, authorization));
        Assert.Equal($$"""{"fingerprint":"{{_key.Fingerprint}}","keyType":"ssh-ed25519","key":"{{Convert.ToBase64String(_key.Blob.Span)}}"}""", body);
    }

    [Theory]
    [InlineData(200, "{\"keys\":[]}")]
    [InlineData(404, "no such key")]
    public async Task An_unknown_key_is_nobodys_and_kept_as_such(int status, string body)
    {
        Assert.Equal((0, null), Shape(await AskAsync(Text(status, body))));
        Assert.Equal((0, null), Shape(await _source!.FindAsync(_key, CancellationToken.None)));
        Assert.Single(_requests);
        Assert.Equal(1, _metrics.Count(KeySourceName.Http, KeyLookupResult.Negative));
    }

    [Theory]
    [InlineData(401, "The endpoint refuses us with status 401: see that TokenFile has its secret.")]
    [InlineData(403, "The endpoint refuses us with status 403: see that TokenFile has its secret.")]
    [InlineData(302, "The endpoint answered with status 302.")]
    [InlineData(500, "The endpoint answered with status 500.")]
    [InlineData(503, "The endpoint answered with status 503.")]
    public async Task Another_status_is_an_error_and_not_kept(int status, string fault)
    {
        Assert.Equal((0, fault), Shape(await AskAsync(Text(status, "{\"keys\":[]}"))));
        await _source!.FindAsync(_key, CancellationToken.None);
        Assert.Equal(2, _requests.Count);
        Assert.Equal(2, _metrics.Count(KeySourceName.Http, KeyLookupResult.Error));
    }

    [Theory]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"keys\":{}}")]
    [InlineData("{\"keys\":[1]}")]
    [InlineData("{\"keys\":[{\"user\":\"alice\"}]}")]
    [InlineData("{\"keys\":[{\"user\":7,\"key\":\"ssh-ed25519 AAAA\"}]}")]
    [InlineData("{\"keys\":[{\"user\":\"alice\",\"key\":\"ssh-ed25519 !!\"}]}")]
    [InlineData("{\"keys\":[{\"user\":\"alice\",\"key\":\"AAAA\",\"id\":-1}]}")]
    [InlineData("{\"keys\":[{\"user\":\"alice\",\"key\":\"AAAA\",\"id\":{}}]}")]
    [InlineData("{\"keys\":[{\"user\":\"alice\",\"key\":\"AAAA\",\"options\":[]}]}")]
    [InlineData("{\"keys\":[{\"user\":\"\\ud800\",\"key\":\"AAAA\"}]}")]
    [InlineData("{\"keys\":[],\"keys\":[]}")]
    [InlineData("{\"keys\":[[[[[[[[[[[[]]]]]]]]]]]]}")]
    public async Task An_answer_that_is_not_understood_is_an_error(string body)
    {
        var lookup = await AskAsync(Json(body));
        Assert.Empty(lookup.Lines);
        Assert.StartsWith("The endpoint's answer is not understood: expected", lookup.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_an_answer_is_an_error()
    {
        var lookup = await AskAsync(async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("{\"keys\":[");
            context.Abort();
        });
        Assert.StartsWith("The endpoint does not answer", lookup.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_that_does_not_end_is_not_read_to_its_end(bool isAnnounced)
    {
        var lookup = await AskAsync(async context =>
        {
            if (isAnnounced) context.Response.ContentLength = 100 << 20;
            var noise = new byte[1 << 16];
            for (var written = 0; written < 100 << 20; written += noise.Length) await context.Response.Body.WriteAsync(noise, context.RequestAborted);
        });
        Assert.Empty(lookup.Lines);
        // What the server has written says nothing: it may go on for a while after nobody reads.
        Assert.Contains($"{EndpointClient.LongestAnswer}", lookup.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_is_an_error_within_the_time_of_a_look_up()
    {
        var started = Stopwatch.GetTimestamp();
        var lookup = await AskAsync(context => Task.Delay(TimeSpan.FromSeconds(60), context.RequestAborted), timeout: TimeSpan.FromSeconds(1));
        Assert.NotNull(lookup.Fault);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20), "The look-up had no bound.");
    }

    [Fact]
    public async Task Nobody_listening_is_an_error()
    {
        Open(new HttpKeysModel(new Uri($"http://127.0.0.1:{FreePort.Next()}/keys"), HttpKeysFormat.Json));
        Assert.StartsWith("The endpoint does not answer: Connection refused", (await _source!.FindAsync(_key, CancellationToken.None)).Fault, StringComparison.Ordinal);
        Assert.Contains(_log.Events, e => e.Level == LogLevel.Error && e.Text.StartsWith("Keys cannot be looked up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_key_than_the_one_asked_for_is_refused()
    {
        Assert.Equal((0, null), Shape(await AskAsync(Json($$"""{"keys":[{"user":"alice","key":"{{TestKeys.PublicLine(TestKeys.New())}}"}]}"""))));
        Assert.Contains(_log.Events, e => e.Level == LogLevel.Warning && e.Text.Contains("it has another key", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"user\":\"alice smith\"", "a user's name consists of")]
    [InlineData("\"user\":\"alice\",\"id\":\"7; rm -rf /\"", "a key's id consists of")]
    [InlineData("\"user\":\"alice\",\"id\":\"-7\"", "a key's id consists of")]
    [InlineData("\"user\":\"alice\",\"options\":\"permitopen=x\"", "is not understood here")]
    public async Task An_entry_that_cannot_be_used_is_told(string members, string fault)
    {
        Assert.Equal((0, null), Shape(await AskAsync(Json($$"""{"keys":[{"key":"{{TestKeys.PublicLine(_key)}}",{{members}}}]}"""))));
        Assert.Contains(_log.Events, e => e.Level == LogLevel.Warning && e.Text.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_two_users_claim_is_nobodys()
    {
        var other = Known.Replace("alice", "bob", StringComparison.Ordinal);
        Assert.Equal((0, null), Shape(await AskAsync(Json($$"""{"keys":[{{Known}},{{other}}]}"""))));
        Assert.Contains(_log.Events, e => e.Text.Contains("several users have it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task More_entries_than_a_key_can_have_are_an_error()
    {
        var many = string.Join(',', Enumerable.Repeat(Known, KeyRows.Most + 1));
        Assert.Contains("more than 64 entries", (await AskAsync(Json($$"""{"keys":[{{many}}]}"""))).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_endpoint_may_ask_for_no_keeping()
    {
        await AskAsync(context =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return Json($$"""{"keys":[{{Known}}]}""")(context);
        });
        Assert.Single((await _source!.FindAsync(_key, CancellationToken.None)).Lines);
        Assert.Equal(2, _requests.Count);
    }

    [Fact]
    public async Task A_flush_has_everything_asked_for_again()
    {
        await AskAsync(Json($$"""{"keys":[{{Known}}]}"""));
        await _source!.FindAsync(_key, CancellationToken.None);
        Assert.Single(_requests);
        _source.Flush();
        await _source.FindAsync(_key, CancellationToken.None);
        Assert.Equal(2, _requests.Count);
    }

    [Fact]
    public async Task A_token_that_changes_is_shown_without_a_restart_and_one_that_is_lost_is_an_error()
    {
        await AskAsync(Json("{\"keys\":[]}"), token: "first");
        _folder.Write("token", "second");
        _source!.Flush();
        await _source.FindAsync(_key, CancellationToken.None);
        Assert.Equal(["Bearer first", "Bearer second"], _requests.Select(request => request.Authorization));
        File.Delete(Path.Combine(_folder.Root, "token"));
        _source.Flush();
        Assert.StartsWith("There is no file", (await _source.FindAsync(_key, CancellationToken.None)).Fault, StringComparison.Ordinal);
    }

    private static (int Lines, string? Fault) Shape(KeyLookup lookup) => (lookup.Lines.Length, lookup.Fault);

    private static Func<HttpContext, Task> Json(string body) => Text(200, body);

    private static Func<HttpContext, Task> Text(int status, string body) => context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    };

    private async Task<KeyLookup> AskAsync(Func<HttpContext, Task> answer, string? token = null, TimeSpan? timeout = null)
    {
        _server = await HttpServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            _requests.Add((context.Request.Method, context.Request.Path + context.Request.QueryString.Value, context.Request.Headers.Authorization, await reader.ReadToEndAsync()));
            await answer(context);
        });
        var file = token is null ? null : _folder.Write("token", token);
        Open(new HttpKeysModel(new Uri(_server.Address, "/keys?a=b"), HttpKeysFormat.Json, file), timeout);
        return await _source!.FindAsync(_key, CancellationToken.None);
    }

    private void Open(HttpKeysModel model, TimeSpan? timeout = null) => _source = KeySources.Create(
        new KeysModel("", []) { Http = model, Cache = new AnswerCacheOptions { AskTimeout = timeout ?? TimeSpan.FromSeconds(20) } }, _metrics, _log, TimeProvider.System);
}

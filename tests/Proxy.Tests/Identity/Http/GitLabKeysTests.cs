using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

using Microsoft.AspNetCore.Http;

using Sluice.Proxy.Caching;
using Sluice.Proxy.Identity;
using Sluice.Proxy.Identity.Http;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Testing;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Identity.Http;

/// <summary>Looking keys up in the shape of GitLab's internal API, with a real HTTP server that checks as GitLab does.</summary>
public sealed class GitLabKeysTests : IAsyncDisposable
{
    private const string Secret = "a shared secret";

    private readonly TemporaryFolder _folder = new();
    private readonly KeyMetrics _metrics = new();
    private readonly CapturedLog<KeyDirectory> _log = new();
    private readonly SshPublicKey _key = TestKeys.New();
    private HttpServer? _server;
    private IKeySource? _source;

    public async ValueTask DisposeAsync()
    {
        _source?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        _metrics.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_known_key_is_found_by_its_base64_and_named_as_GitLab_names_it()
    {
        var lookup = await AskAsync($$"""{"id":11,"title":"admin@example.com","key":"{{TestKeys.PublicLine(_key)}}","created_at":"2019-06-27T15:29:02.219Z"}""");
        Assert.Null(lookup.Fault);
        var line = Assert.Single(lookup.Lines);
        Assert.Equal(("key-11", "11", "admin@example.com"), (line.UserName, line.KeyId, line.Comment));
    }

    [Fact]
    public async Task Another_key_than_the_one_asked_for_is_refused() =>
        Assert.Empty((await AskAsync($$"""{"id":11,"key":"{{TestKeys.PublicLine(TestKeys.New())}}"}""")).Lines);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"id\":\"11\",\"key\":\"ssh-ed25519 AAAA\"}")]
    [InlineData("{\"id\":1.5,\"key\":\"ssh-ed25519 AAAA\"}")]
    [InlineData("{\"id\":11}")]
    [InlineData("{\"id\":11,\"key\":\"public-key\"}")]
    public async Task An_answer_that_is_not_understood_is_an_error(string body) =>
        Assert.StartsWith("The endpoint's answer is not understood", (await AskAsync(body)).Fault, StringComparison.Ordinal);

    [Fact]
    public async Task A_wrong_secret_is_an_error() =>
        Assert.Contains("refuses us with status 401", (await AskAsync("{}", secret: "another secret")).Fault, StringComparison.Ordinal);

    [Fact]
    public async Task An_unknown_key_is_nobodys()
    {
        var lookup = await AskAsync(body: null);
        Assert.Empty(lookup.Lines);
        Assert.Null(lookup.Fault);
    }

    private async Task<KeyLookup> AskAsync(string? body, string secret = Secret)
    {
        _server = await HttpServer.StartAsync(context =>
        {
            var isAsked = context.Request.Method == "GET" && context.Request.Path == "/api/v4/internal/authorized_keys"
                && context.Request.Query["key"] == Convert.ToBase64String(_key.Blob.Span);
            context.Response.StatusCode = !isAsked ? 400 : !IsGood(context.Request.Headers[GitLabFormat.TokenHeader].ToString()) ? 401 : body is null ? 404 : 200;
            return context.Response.WriteAsync(body ?? "{\"message\":\"404 Not found\"}");
        });
        var model = new HttpKeysModel(new Uri(_server.Address, "/api/v4/internal/authorized_keys"), HttpKeysFormat.GitLab, _folder.Write("secret", secret + "\n"));
        _source = KeySources.Create(
            new KeysModel("", []) { Http = model, Cache = new AnswerCacheOptions { AskTimeout = TimeSpan.FromSeconds(20) } }, _metrics, _log, TimeProvider.System);
        return await _source.FindAsync(_key, CancellationToken.None);
    }

    // RFC 7519: header, claims and the MAC over both, in base64url.
    private static bool IsGood(string token)
    {
        if (token.Split('.') is not [var header, var claims, var mac]) return false;
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{header}.{claims}"));
        if (!Base64Url.DecodeFromChars(mac).AsSpan().SequenceEqual(expected)) return false;
        using var algorithm = JsonDocument.Parse(Base64Url.DecodeFromChars(header));
        using var said = JsonDocument.Parse(Base64Url.DecodeFromChars(claims));
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return algorithm.RootElement.GetProperty("alg").GetString() == "HS256" && said.RootElement.GetProperty("iss").GetString() == "gitlab-shell"
            && said.RootElement.GetProperty("iat").GetInt64() <= now && said.RootElement.GetProperty("exp").GetInt64() > now;
    }
}

using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

using Microsoft.AspNetCore.Http;

namespace Sluice.Testing;

/// <summary>
/// A site on which everything can fail: two real sshds as one group, users' keys and authorization behind an HTTP server, and
/// a proxy with game days enabled.
/// </summary>
public sealed class GameDaySite : IAsyncDisposable
{
    private readonly HttpServer _endpoints;
    private readonly ConcurrentDictionary<string, string> _users;

    private GameDaySite(TwoBackends backends, HttpServer endpoints, ConcurrentDictionary<string, string> users)
    {
        Backends = backends;
        _endpoints = endpoints;
        _users = users;
    }

    public TwoBackends Backends { get; }

    public Installation Site => Backends.Site;

    public SluiceProcess Proxy => Site.Proxy;

    /// <summary>Starts it.</summary>
    /// <param name="adjust">Changes the configuration before the start.</param>
    public static async Task<GameDaySite> StartAsync(Action<JsonObject>? adjust = null)
    {
        var users = new ConcurrentDictionary<string, string>();
        var endpoints = await HttpServer.StartAsync(context => AnswerAsync(context, users)).ConfigureAwait(false);
        try
        {
            var backends = await TwoBackends.StartAsync(adjust: site =>
            {
                users[new SshKeyPair(site.Files.PathOf("alice")).TypeAndBase64] = "alice";
                Configure(site.Folder.Configuration, endpoints.Address);
                adjust?.Invoke(site.Folder.Configuration.Section);
            }).ConfigureAwait(false);
            return new GameDaySite(backends, endpoints, users);
        }
        catch
        {
            await endpoints.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes a user whom the proxy has never seen.</summary>
    public async Task<SshClient> NewcomerAsync(string name)
    {
        var key = await SshKeyPair.GenerateAsync(Site.Files.PathOf(name), comment: name).ConfigureAwait(false);
        _users[key.TypeAndBase64] = name;
        return Site.NewClient($"{name}-home", key);
    }

    /// <summary>Begins a fault without the price of starting a program, so that it lasts for what is done under it.</summary>
    /// <param name="scenario">Which.</param>
    /// <param name="order">As the endpoint takes it: <c>for</c>, <c>backend</c>, <c>by</c>.</param>
    public Task BeginAsync(string scenario, object order) => TellAsync(scenario, order);

    /// <summary>Ends the fault that is on.</summary>
    public Task StopAsync() => TellAsync("stop", null);

    /// <summary>Runs <c>sluice gameday WORDS</c>.</summary>
    public Task<ProgramResult> GameDayAsync(params string[] words) => CommandAsync(["gameday", .. words]);

    /// <summary>Runs <c>sluice WORDS</c> with this site's configuration.</summary>
    public Task<ProgramResult> CommandAsync(params string[] words) =>
        ProgramRunner.RunAsync("dotnet", [RepositoryRoot.ProxyAssembly, .. words, "--config", Site.Folder.Files.PathOf("sluice.json")]);

    public async ValueTask DisposeAsync()
    {
        await Backends.DisposeAsync().ConfigureAwait(false);
        await _endpoints.DisposeAsync().ConfigureAwait(false);
    }

    private async Task TellAsync(string word, object? order)
    {
        var path = Site.Folder.Files.PathOf("admin.sock");
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var http = new HttpClient(handler);
        using var body = order is null ? null : JsonContent.Create(order);
        using var answer = await http.PostAsync(new Uri($"http://localhost/api/gameday/{word}"), body).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode) throw new ProgramFailedException($"gameday {word}: {await answer.Content.ReadAsStringAsync().ConfigureAwait(false)}");
    }

    private static void Configure(SluiceConfiguration configuration, Uri endpoints)
    {
        var section = configuration.Section;
        section["GameDays"] = "yes";
        section["AdminListen"] = new JsonArray("unix:admin.sock");
        section["ClientAliveInterval"] = "5s";
        section["ClientAliveCountMax"] = "3";
        section["Health"] = new JsonObject { ["ProbeInterval"] = "1s" };
        foreach (var backend in configuration.Backends)
        {
            backend.Value!["ConnectTimeout"] = "3s";
            // So that connections have to be made all the while.
            (backend.Value["MaxSessionsPerConnection"], backend.Value["MinIdle"], backend.Value["IdleTimeout"]) = ("2", "0", "1s");
        }
        section["Keys"] = new JsonObject
        {
            ["Http"] = new JsonObject { ["Url"] = new Uri(endpoints, "/keys").ToString(), ["MaxConnections"] = "1" },
            ["LookupTimeout"] = "10s",
            ["Cache"] = new JsonObject { ["KnownFor"] = "1s", ["UnknownFor"] = "1s" },
        };
        section["Authorization"] = new JsonObject { ["Url"] = new Uri(endpoints, "/allowed").ToString(), ["MaxConnections"] = "1", ["AllowedFor"] = "1s", ["Timeout"] = "10s" };
    }

    private static async Task AnswerAsync(HttpContext context, ConcurrentDictionary<string, string> users)
    {
        var asked = await JsonNode.ParseAsync(context.Request.Body).ConfigureAwait(false);
        if (context.Request.Path == "/allowed")
        {
            await context.Response.WriteAsync("{\"allow\":true}").ConfigureAwait(false);
            return;
        }
        var line = $"{asked!["keyType"]} {asked["key"]}";
        var keys = users.TryGetValue(line, out var user) ? new JsonArray(new JsonObject { ["user"] = user, ["key"] = line }) : [];
        await context.Response.WriteAsync(new JsonObject { ["keys"] = keys }.ToJsonString()).ConfigureAwait(false);
    }
}

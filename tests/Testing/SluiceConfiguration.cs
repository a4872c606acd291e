using System.Text.Json.Nodes;

namespace Sluice.Testing;

/// <summary>Builds the configuration file of a <see cref="SluiceProcess"/>: its <c>Sluice</c> section, with the pieces tests change.</summary>
public sealed class SluiceConfiguration
{
    /// <summary>The <c>Sluice</c> section, free to be changed in any way, wrong ones included.</summary>
    public JsonObject Section { get; } = new()
    {
        ["ListenAddress"] = new JsonArray("127.0.0.1:0"),
        ["Keys"] = new JsonObject { ["Directory"] = "keys" },
        ["AcceptEnv"] = new JsonArray("GIT_PROTOCOL", "LANG", "LC_*"),
        ["LogFormat"] = "Json",
        ["DrainTimeout"] = "2s",
        [nameof(Backends)] = new JsonObject(),
        [nameof(Routes)] = new JsonArray(),
    };

    public JsonObject Backends => Section[nameof(Backends)]!.AsObject();

    public JsonArray Routes => Section[nameof(Routes)]!.AsArray();

    /// <summary>Adds a backend with the login of its endpoint and its host keys pinned in a file beside the configuration.</summary>
    public JsonObject AddBackend(TemporaryFolder folder, string name, SshEndpoint endpoint, SshKeyPair identity)
    {
        folder.Write($"known_hosts.{name}", endpoint.KnownHosts);
        var backend = new JsonObject
        {
            ["Address"] = $"{endpoint.Host}:{endpoint.Port}",
            ["User"] = endpoint.User,
            ["IdentityFile"] = identity.PrivateKeyFile,
            ["KnownHosts"] = $"known_hosts.{name}",
        };
        Backends[name] = backend;
        return backend;
    }

    /// <summary>Adds a route at the end of the table.</summary>
    public JsonObject AddRoute(string repository, string? backend, string? refuse = null)
    {
        var route = new JsonObject { ["Repository"] = repository };
        if (backend is not null)
            route["Backend"] = backend;
        if (refuse is not null)
            route["Refuse"] = refuse;
        Routes.Add((JsonNode)route);
        return route;
    }

    /// <summary>The whole file's text.</summary>
    public string ToJson() => new JsonObject { ["Sluice"] = Section.DeepClone() }.ToJsonString();
}

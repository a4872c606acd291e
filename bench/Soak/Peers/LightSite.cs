using System.Text.Json.Nodes;

using Sluice.Testing;
using Sluice.Testing.Measuring;

namespace Sluice.Soak.Peers;

/// <summary>The real proxy between users and backends of the tool's own. A backend's repositories are those below its name.</summary>
internal sealed class LightSite : IAsyncDisposable
{
    private readonly SluiceFolder _folder;
    private readonly Dictionary<string, LightBackend> _backends = [];

    private LightSite(SluiceFolder folder) => _folder = folder;

    /// <summary>The running proxy.</summary>
    public SluiceProcess Proxy { get; private set; } = null!;

    /// <summary>A user that it knows.</summary>
    public SoakUser User { get; } = new();

    /// <summary>A way to the proxy on which connections can be reset, finished and held.</summary>
    public TcpRelay Relay { get; private set; } = null!;

    /// <summary>The backends by their names in the configuration.</summary>
    public IReadOnlyDictionary<string, LightBackend> Backends => _backends;

    /// <summary>Starts it.</summary>
    /// <param name="adjust">Adds backends and changes the configuration before the start.</param>
    /// <param name="environment">Variables for the proxy's process, such as the runtime's settings.</param>
    public static async Task<LightSite> StartAsync(Action<LightSite, SluiceConfiguration> adjust, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var site = new LightSite(await SluiceFolder.CreateAsync());
        try
        {
            site._folder.SetUser("alice", site.User.PublicKeyLine);
            site._folder.Configuration.Section["MetricsListen"] = "127.0.0.1:0";
            adjust(site, site._folder.Configuration);
            foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) site._folder.Environment[name] = value;
            site.Proxy = await SluiceProcess.StartAsync(site._folder);
            site.Relay = new TcpRelay(site.Proxy.Endpoint.Port);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds a backend and its route, and gives its section of the configuration.</summary>
    public JsonObject Add(string name, LightBackend backend)
    {
        _backends[name] = backend;
        return Add(name, backend.Endpoint);
    }

    /// <summary>Adds one that need not be there.</summary>
    public JsonObject Add(string name, SshEndpoint endpoint)
    {
        _folder.Configuration.AddRoute($"{name}/**", name);
        return _folder.Configuration.AddBackend(_folder.Files, name, endpoint, _folder.Identity);
    }

    /// <summary>Its memory now, in bytes.</summary>
    public long Resident => ProcessFigures.ResidentBytes(Proxy.ProcessId);

    public async ValueTask DisposeAsync()
    {
        if (Relay is not null) await Relay.DisposeAsync();
        if (Proxy is not null) await Proxy.DisposeAsync();
        foreach (var backend in _backends.Values) await backend.DisposeAsync();
        User.Dispose();
        _folder.Dispose();
    }
}

using Sluice.Soak.Peers;

namespace Sluice.Profile.Loads;

/// <summary>The real proxy before one backend of the tool's own that has room for every session of a load.</summary>
internal static class Site
{
    private const int SessionsPerConnection = 50;
    private const int Connections = 40;

    /// <summary>Sessions that can run at the same time.</summary>
    public const int MostSessions = Connections * SessionsPerConnection;

    /// <summary>Starts it.</summary>
    /// <param name="environment">Settings of the runtime for the proxy's process.</param>
    public static Task<LightSite> StartAsync(IReadOnlyDictionary<string, string?>? environment = null) =>
        LightSite.StartAsync((site, _) =>
        {
            var main = site.Add("main", new LightBackend(maxSessions: SessionsPerConnection));
            (main["MaxConnections"], main["MaxSessionsPerConnection"]) = ($"{Connections}", $"{SessionsPerConnection}");
        }, environment);
}

namespace Sluice.Profile.Loads;

/// <summary>Starts loads by their kind.</summary>
internal static class AllLoads
{
    private const int CloneMebibytes = 128;

    /// <summary>Compiles every method at run time, so that perf knows all their names; what is hot would be compiled anew anyway.</summary>
    public static IReadOnlyDictionary<string, string?> NamedMethods { get; } = new Dictionary<string, string?> { ["DOTNET_ReadyToRun"] = "0" };

    /// <summary>Starts the proxy, what is behind it, and nothing else yet.</summary>
    public static async Task<ILoad> StartAsync(LoadKind kind) => kind switch
    {
        LoadKind.Logins => new LoginLoad(await Site.StartAsync(NamedMethods)),
        LoadKind.Stream => new StreamLoad(await Site.StartAsync(NamedMethods)),
        _ => await CloneLoad.StartAsync(CloneMebibytes),
    };
}

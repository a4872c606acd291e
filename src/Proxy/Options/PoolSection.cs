namespace Sluice.Proxy.Options;

/// <summary>The keys of one backend that say how clients share connections to it.</summary>
internal static class PoolSection
{
    private const int MostConnections = 10_000;
    private const int MostSessions = 10_000;

    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    public static PoolModel Build(BackendConfig config, Faults faults)
    {
        var defaults = new PoolModel();
        var model = new PoolModel
        {
            Sharing = faults.Read(nameof(config.Sharing), config.Sharing, defaults.Sharing, OnOff.TryParse, OnOff.Expected),
            MinIdle = faults.Number(nameof(config.MinIdle), config.MinIdle, defaults.MinIdle, 0, 1000),
            MaxConnections = faults.Number(nameof(config.MaxConnections), config.MaxConnections, defaults.MaxConnections, 1, MostConnections),
            MaxSessionsPerConnection = faults.Number(
                nameof(config.MaxSessionsPerConnection), config.MaxSessionsPerConnection, defaults.MaxSessionsPerConnection, 1, MostSessions),
            QueueLength = faults.Number(nameof(config.QueueLength), config.QueueLength, defaults.QueueLength, 0, 100_000),
            QueueTimeout = Time(nameof(config.QueueTimeout), config.QueueTimeout, defaults.QueueTimeout, "a time from 1s to 10m", TimeSpan.FromMinutes(10), faults),
            IdleTimeout = Time(nameof(config.IdleTimeout), config.IdleTimeout, defaults.IdleTimeout, "a time from 1s to 24h", TimeSpan.FromHours(24), faults),
            StallTimeout = Time(nameof(config.StallTimeout), config.StallTimeout, defaults.StallTimeout, "a time from 1s to 10m", TimeSpan.FromMinutes(10), faults),
        };
        if (model.MinIdle > model.MaxConnections)
            faults.Add(nameof(config.MinIdle), $"It is {model.MinIdle}, more than MaxConnections ({model.MaxConnections}): raise that, or keep fewer ready.");
        return model;
    }

    private static TimeSpan Time(string key, string? text, TimeSpan byDefault, string expected, TimeSpan most, Faults faults) =>
        faults.Read(key, text, byDefault, Duration.TryParse, expected, _second, most);
}

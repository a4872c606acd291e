using Sluice.Proxy.Caching;

namespace Sluice.Proxy.Options;

/// <summary>The endpoint that is asked who may do what.</summary>
internal static class AuthorizationSection
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    /// <summary>The endpoint and what is kept of its answers; null if none is configured, or it was given faults.</summary>
    public static AuthorizationModel? Build(AuthorizationConfig? config, KeyFiles files, Faults faults)
    {
        if (config is null) return null;
        var below = faults.Below(nameof(SluiceConfig.Authorization));
        var size = below.Number(nameof(config.CacheSize), config.CacheSize, 10_000, 0, 10_000_000);
        var cache = new AnswerCacheOptions
        {
            AskTimeout = below.Read(
                nameof(config.Timeout), config.Timeout, TimeSpan.FromSeconds(3), Duration.TryParse, "a time from 1s to 1m", _second, TimeSpan.FromMinutes(1)),
            PositiveFor = Time(nameof(config.AllowedFor), config.AllowedFor, TimeSpan.FromSeconds(10)),
            NegativeFor = Time(nameof(config.DeniedFor), config.DeniedFor, TimeSpan.Zero),
            StaleFor = Time(nameof(config.StaleFor), config.StaleFor, TimeSpan.Zero),
            PositiveCount = size,
            NegativeCount = size,
        };
        if (cache.StaleFor > TimeSpan.Zero && cache.PositiveFor == TimeSpan.Zero)
            below.Add(nameof(config.StaleFor), "With AllowedFor 0 nothing is kept that could stand in: give AllowedFor a time as well.");
        return EndpointSection.Build(config, "https://git.example.org/internal/allowed", "may do what", files, below) is { } endpoint
            ? new AuthorizationModel(endpoint, cache)
            : null;

        TimeSpan Time(string key, string? text, TimeSpan byDefault) =>
            below.Read(key, text, byDefault, Duration.TryParse, "a time from 0 to 1d", TimeSpan.Zero, TimeSpan.FromDays(1));
    }
}

using Sluice.Proxy.Caching;

namespace Sluice.Proxy.Options;

/// <summary>How long a look-up of a key may take, and how long what was found is kept.</summary>
internal static class KeyCacheSection
{
    private const int Most = 10_000_000;

    /// <summary>The bounds as the cache takes them.</summary>
    public static AnswerCacheOptions Build(KeysConfig config, Faults faults)
    {
        var defaults = new AnswerCacheOptions { StaleFor = TimeSpan.FromMinutes(5), AskTimeout = TimeSpan.FromSeconds(3) };
        var below = faults.Below(nameof(config.Cache));
        var cache = config.Cache ?? new KeyCacheConfig();
        return defaults with
        {
            AskTimeout = faults.Read(
                nameof(config.LookupTimeout), config.LookupTimeout, defaults.AskTimeout, Duration.TryParse, "a time from 1s to 1m", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
            PositiveFor = Time(nameof(cache.KnownFor), cache.KnownFor, defaults.PositiveFor),
            NegativeFor = Time(nameof(cache.UnknownFor), cache.UnknownFor, defaults.NegativeFor),
            StaleFor = Time(nameof(cache.StaleFor), cache.StaleFor, defaults.StaleFor),
            PositiveCount = below.Number(nameof(cache.MaxKnown), cache.MaxKnown, defaults.PositiveCount, 0, Most),
            NegativeCount = below.Number(nameof(cache.MaxUnknown), cache.MaxUnknown, defaults.NegativeCount, 0, Most),
        };

        TimeSpan Time(string key, string? text, TimeSpan byDefault) =>
            below.Read(key, text, byDefault, Duration.TryParse, "a time from 0 to 1d", TimeSpan.Zero, TimeSpan.FromDays(1));
    }
}

namespace Sluice.Proxy.Options;

/// <summary>The health of backends in the configuration.</summary>
internal static class HealthSection
{
    private static readonly TimeSpan _longest = TimeSpan.FromHours(1);

    public static HealthModel Build(HealthConfig? config, Faults faults)
    {
        config ??= new HealthConfig();
        var byDefault = HealthModel.Default;
        var below = faults.Below(nameof(SluiceConfig.Health));
        var first = Time(nameof(config.BaseEjectionTime), config.BaseEjectionTime, byDefault.BaseEjectionTime, "1s", below);
        // A longer first ejection alone is no fault: who writes one word need not know the other.
        var longest = Time(
            nameof(config.MaxEjectionTime), config.MaxEjectionTime, first > byDefault.MaxEjectionTime ? first : byDefault.MaxEjectionTime, "1s", below);
        if (longest < first) below.Add(nameof(config.MaxEjectionTime), "It is shorter than BaseEjectionTime: expected at least as much.");
        return new HealthModel
        {
            ConsecutiveFailures = below.Number(nameof(config.ConsecutiveFailures), config.ConsecutiveFailures, byDefault.ConsecutiveFailures, 1, 1000),
            BaseEjectionTime = first,
            MaxEjectionTime = longest,
            ProbeInterval = Time(nameof(config.ProbeInterval), config.ProbeInterval, byDefault.ProbeInterval, "0", below),
            SlowOpen = Time(nameof(config.SlowOpen), config.SlowOpen, byDefault.SlowOpen, "0", below),
        };
    }

    private static TimeSpan Time(string key, string? written, TimeSpan byDefault, string least, Faults faults) => faults.Read(
        key, written, byDefault, Duration.TryParse, $"a time from {least} to 1h", least == "0" ? TimeSpan.Zero : TimeSpan.FromSeconds(1), _longest);
}

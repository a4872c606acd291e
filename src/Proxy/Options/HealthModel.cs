namespace Sluice.Proxy.Options;

/// <summary>When a backend is taken out of use, and when it comes back. Words and meaning are those of Envoy's outlier detection where it has them.</summary>
internal sealed record HealthModel
{
    /// <summary>What holds when the configuration does not say.</summary>
    public static HealthModel Default { get; } = new();

    /// <summary>So many failures without a success between them eject a backend; at least 1.</summary>
    public int ConsecutiveFailures { get; init; } = 3;

    /// <summary>How long the first ejection lasts; each further one lasts twice as long.</summary>
    public TimeSpan BaseEjectionTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest ejection; at least <see cref="BaseEjectionTime"/>.</summary>
    public TimeSpan MaxEjectionTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A backend that nothing was heard of for so long is probed; zero probes only those that are ejected.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A channel that takes so long to open is half a failure; zero is never slow.</summary>
    public TimeSpan SlowOpen { get; init; } = TimeSpan.FromSeconds(5);
}

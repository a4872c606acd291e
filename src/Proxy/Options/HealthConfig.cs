namespace Sluice.Proxy.Options;

/// <summary><c>Sluice:Health</c> as written.</summary>
internal sealed record HealthConfig
{
    public string? ConsecutiveFailures { get; init; }
    public string? BaseEjectionTime { get; init; }
    public string? MaxEjectionTime { get; init; }
    public string? ProbeInterval { get; init; }
    public string? SlowOpen { get; init; }
}

namespace Sluice.Proxy.Backends.Health;

/// <summary>A backend's health at one moment. Times are milliseconds of <see cref="MonotonicClock"/>: show them as ages.</summary>
/// <param name="Backend">The backend's name.</param>
/// <param name="State">Whether it is used.</param>
/// <param name="Since">Since when it is used, or since the ejection that took it out of use.</param>
/// <param name="EjectedUntil">When it may be probed; null if it is healthy.</param>
/// <param name="ConsecutiveFailures">Failures without a success between them, failed probes included; a slow opening is half a one.</param>
/// <param name="LastFailure">What the last failure was; null if there never was one.</param>
/// <param name="LastFailureAt">When that was.</param>
/// <param name="Ejections">How often it went from healthy to ejected.</param>
internal sealed record HealthSnapshot(
    string Backend,
    HealthState State,
    long Since,
    long? EjectedUntil,
    double ConsecutiveFailures,
    string? LastFailure,
    long? LastFailureAt,
    long Ejections);

using Microsoft.Extensions.Logging;

namespace Sluice.Proxy.Backends.Health;

/// <summary>What an event changed, told after the lock is free: a log that is slow must not hold requests up.</summary>
/// <param name="Before">The state before.</param>
/// <param name="After">The state now.</param>
/// <param name="Milliseconds">How long the ejection will last, or, if it returned, how long it was out of use.</param>
/// <param name="Failures">Consecutive failures.</param>
/// <param name="Reason">The last failure.</param>
internal readonly record struct HealthChange(HealthState Before, HealthState After, long Milliseconds, double Failures, string Reason)
{
    /// <summary>Writes the line for it, if there is one.</summary>
    public void LogTo(ILogger logger, string backend)
    {
        if (Before == After) return;
        var seconds = Milliseconds / 1000.0;
        if (After == HealthState.Healthy) logger.BackendReturned(backend, seconds);
        else if (Before == HealthState.Healthy) logger.BackendEjected(backend, seconds, Failures, Reason);
        else logger.BackendStillEjected(backend, seconds, Reason);
    }
}

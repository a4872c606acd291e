using Microsoft.Extensions.Logging;

namespace Sluice.Proxy.Backends.Health;

/// <summary>What is logged about the health of backends.</summary>
internal static partial class HealthLog
{
    [LoggerMessage(EventId = 1410, EventName = "BackendEjected", Level = LogLevel.Warning,
        Message = "Backend {Backend} is out of use for {EjectionSeconds:0.0} s after {Failures} consecutive failures, the last: {Reason}")]
    public static partial void BackendEjected(this ILogger logger, string backend, double ejectionSeconds, double failures, string reason);

    [LoggerMessage(EventId = 1411, EventName = "BackendReturned", Level = LogLevel.Information,
        Message = "Backend {Backend} is back in use after {OutSeconds:0.0} s.")]
    public static partial void BackendReturned(this ILogger logger, string backend, double outSeconds);

    [LoggerMessage(EventId = 1412, EventName = "BackendStillEjected", Level = LogLevel.Debug,
        Message = "The probe of backend {Backend} failed, it is left alone for {EjectionSeconds:0.0} s more: {Reason}")]
    public static partial void BackendStillEjected(this ILogger logger, string backend, double ejectionSeconds, string reason);
}

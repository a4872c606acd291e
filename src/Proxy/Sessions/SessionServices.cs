using Microsoft.Extensions.Logging;

using Sluice.Proxy.Authorization;
using Sluice.Proxy.Backends;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Relay;

namespace Sluice.Proxy.Sessions;

/// <summary>What every session works with.</summary>
/// <param name="Current">The configuration in force.</param>
/// <param name="Backends">Where leases come from.</param>
/// <param name="Authorization">Who is asked behind the routes.</param>
/// <param name="Budget">The room for bytes on their way.</param>
/// <param name="AccessLog">Takes one record for each request.</param>
/// <param name="Metrics">Counts connections and bytes.</param>
/// <param name="Live">Who is being served.</param>
/// <param name="Logger">Session log lines.</param>
/// <param name="Time">The clock.</param>
internal sealed record SessionServices(
    CurrentModel Current,
    IBackends Backends,
    CurrentAuthorization Authorization,
    MemoryBudget Budget,
    AccessLog AccessLog,
    SluiceMetrics Metrics,
    LiveSessions Live,
    ILogger Logger,
    TimeProvider Time)
{
    /// <summary>The configuration that is in force now.</summary>
    public SluiceModel Model => Current.Value;

    /// <summary>What users and repositories share.</summary>
    public RequestLimits Limits { get; } = new(Metrics.Admission, Time);
}

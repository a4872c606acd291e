using Microsoft.Extensions.Logging;

using Sluice.Proxy.Backends;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Relay;

namespace Sluice.Proxy.Sessions;

/// <summary>What every session works with.</summary>
/// <param name="Model">The configuration that was in force when the service started.</param>
/// <param name="Backends">Where leases come from.</param>
/// <param name="Budget">The room for bytes on their way.</param>
/// <param name="AccessLog">Takes one record for each request.</param>
/// <param name="Metrics">Counts connections and bytes.</param>
/// <param name="Live">Who is being served.</param>
/// <param name="Logger">Session log lines.</param>
/// <param name="Time">The clock.</param>
internal sealed record SessionServices(
    SluiceModel Model,
    IBackends Backends,
    MemoryBudget Budget,
    AccessLog AccessLog,
    SluiceMetrics Metrics,
    LiveSessions Live,
    ILogger Logger,
    TimeProvider Time);

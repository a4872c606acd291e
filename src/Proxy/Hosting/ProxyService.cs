using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Identity;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Hosting;

/// <summary>Accepts clients for as long as the host runs.</summary>
internal sealed class ProxyService(
    SluiceModel model,
    KeyDirectory keys,
    AccessLog accessLog,
    SluiceMetrics metrics,
    Readiness readiness,
    ILoggerFactory loggerFactory,
    TimeProvider time) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        throw new NotImplementedException($"{model} {keys} {accessLog} {metrics} {readiness} {loggerFactory} {time}");
}

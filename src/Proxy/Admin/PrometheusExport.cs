using System.Diagnostics.Metrics;

using Microsoft.Extensions.Logging;

using Prometheus;

using Sluice.Proxy.Observability;

namespace Sluice.Proxy.Admin;

/// <summary>Reads our meters and .NET's own, and writes the text format. With what it is made of, the one place that knows prometheus-net.</summary>
internal sealed class PrometheusExport : IDisposable
{
    /// <summary>The content type of the text format.</summary>
    public const string ContentType = PrometheusConstants.TextContentTypeWithVersionAndEncoding;

    private readonly CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();
    private readonly MeterCollector _collector;

    /// <summary>Begins to listen to the meter <c>Sluice</c>, those whose names begin with <c>Sluice.</c>, and <c>System.Runtime</c>.</summary>
    public PrometheusExport(SluiceMetrics metrics, ILogger logger) =>
        _collector = new MeterCollector(_registry, meter => ReferenceEquals(meter, metrics.Meter) || IsOther(meter.Name), SluiceMetrics.DurationBounds, logger.MeasuringFailed);

    /// <summary>Writes all metrics as they are now.</summary>
    public Task WriteAsync(Stream destination, CancellationToken cancellationToken) =>
        _registry.CollectAndExportAsTextAsync(destination, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _collector.Dispose();

    private static bool IsOther(string meter) => meter == "System.Runtime" || meter.StartsWith("Sluice.", StringComparison.Ordinal);
}

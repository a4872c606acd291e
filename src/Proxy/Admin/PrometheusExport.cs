using Prometheus;

using Sluice.Proxy.Observability;

namespace Sluice.Proxy.Admin;

/// <summary>The one place that knows prometheus-net: reads our meters and writes the text format.</summary>
internal sealed class PrometheusExport : IDisposable
{
    /// <summary>The content type of the text format.</summary>
    public const string ContentType = PrometheusConstants.TextContentTypeWithVersionAndEncoding;

    // The adapter forgets series that rest; this is the longest that it allows. Only the histogram can rest so long: all
    // other values are observed at every export.
    private static readonly TimeSpan _longest = TimeSpan.FromDays(1);

    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly IDisposable _adapter;

    /// <summary>Begins to listen to the meter <c>Sluice</c> and those whose names begin with <c>Sluice.</c>.</summary>
    public PrometheusExport(SluiceMetrics metrics)
    {
        _adapter = MeterAdapter.StartListening(new MeterAdapterOptions
        {
            Registry = _registry,
            // Without a factory it would fill the default registry, whatever Registry says.
            MetricFactory = Metrics.WithCustomRegistry(_registry),
            MetricsExpireAfter = _longest,
            InstrumentFilterPredicate = instrument =>
                ReferenceEquals(instrument.Meter, metrics.Meter) || instrument.Meter.Name.StartsWith("Sluice.", StringComparison.Ordinal),
            ResolveHistogramBuckets = _ => SluiceMetrics.DurationBounds,
        });
    }

    /// <summary>Writes all metrics as they are now.</summary>
    public Task WriteAsync(Stream destination, CancellationToken cancellationToken) =>
        _registry.CollectAndExportAsTextAsync(destination, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _adapter.Dispose();
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Sluice.Proxy.Observability;

/// <summary>The health of backends. The label is the backend's name in the configuration, so its values are a closed set.</summary>
internal sealed class BackendMetrics
{
    private readonly ConcurrentDictionary<string, (Func<bool> IsUsable, Func<long> Ejections)> _backends = new(StringComparer.Ordinal);

    /// <summary>Makes the instruments.</summary>
    public BackendMetrics(Meter meter)
    {
        meter.CreateObservableGauge("backend_healthy", Healthy, description: "1 if the backend is used, 0 while it is ejected.");
        meter.CreateObservableCounter("backend_ejections_total", Ejections, description: "How often the backend went from healthy to ejected.");
    }

    /// <summary>From now on shows this backend; both are called from any thread.</summary>
    public void Observe(string backend, Func<bool> isUsable, Func<long> ejections) => _backends[backend] = (isUsable, ejections);

    /// <summary>Shows it no more: it is not in the configuration any more.</summary>
    public void Forget(string backend) => _backends.TryRemove(backend, out _);

    private static KeyValuePair<string, object?> Label(string backend) => new("backend", backend);

    private IEnumerable<Measurement<int>> Healthy() => _backends.Select(backend => new Measurement<int>(backend.Value.IsUsable() ? 1 : 0, Label(backend.Key)));

    private IEnumerable<Measurement<long>> Ejections() => _backends.Select(backend => new Measurement<long>(backend.Value.Ejections(), Label(backend.Key)));
}

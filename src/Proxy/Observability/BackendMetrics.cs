using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Sluice.Proxy.Observability;

/// <summary>The health of backends. The label is the backend's name in the configuration, so its values are a closed set.</summary>
internal sealed class BackendMetrics
{
    private readonly ConcurrentDictionary<string, Func<BackendNumbers>> _backends = new(StringComparer.Ordinal);

    /// <summary>Makes the instruments.</summary>
    public BackendMetrics(Meter meter)
    {
        meter.CreateObservableGauge("backend_healthy", () => All(now => now.IsUsable ? 1 : 0), description: "1 if the backend is used, 0 while it is ejected.");
        meter.CreateObservableCounter("backend_ejections_total", () => All(now => now.Ejections), description: "How often the backend went from healthy to ejected.");
        meter.CreateObservableGauge("backend_connections", Connections, description: "Connections to the backend: busy ones have sessions, idle ones are ready, dialing ones are being made.");
        meter.CreateObservableGauge("backend_sessions", () => All(now => now.Sessions), description: "Sessions that are under way on the backend.");
        meter.CreateObservableGauge("backend_waiting", () => All(now => now.Waiting), description: "Requests that wait for a place on the backend.");
    }

    /// <summary>From now on shows this backend; <paramref name="numbers"/> is called from any thread.</summary>
    public void Observe(string backend, Func<BackendNumbers> numbers) => _backends[backend] = numbers;

    /// <summary>Shows it no more: it is not in the configuration any more.</summary>
    public void Forget(string backend) => _backends.TryRemove(backend, out _);

    private static KeyValuePair<string, object?> Label(string backend) => new("backend", backend);

    private static KeyValuePair<string, object?> State(string state) => new("state", state);

    private IEnumerable<Measurement<T>> All<T>(Func<BackendNumbers, T> value)
        where T : struct => _backends.Select(backend => new Measurement<T>(value(backend.Value()), Label(backend.Key)));

    private IEnumerable<Measurement<int>> Connections()
    {
        foreach (var (backend, numbers) in _backends)
        {
            var now = numbers();
            yield return new(now.Busy, Label(backend), State("busy"));
            yield return new(now.Idle, Label(backend), State("idle"));
            yield return new(now.Dialing, Label(backend), State("dialing"));
        }
    }
}

using System.Diagnostics.Metrics;

using Prometheus;

namespace Sluice.Proxy.Admin;

/// <summary>
/// Listens to meters and keeps what they say in a registry of prometheus-net, with the types that they have: what .NET calls a
/// counter is one for Prometheus, too. What is observed is asked for at each export, and a series that is observed no more is gone.
/// </summary>
internal sealed class MeterCollector : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly IMetricFactory _factory;
    private readonly double[] _buckets;
    private readonly Action<Exception> _failed;
    private readonly Lock _lock = new();
    private readonly List<InstrumentExport> _exports = [];

    /// <param name="registry">Where the metrics go.</param>
    /// <param name="wants">Says of a meter whether it is exported.</param>
    /// <param name="buckets">Upper bounds of histograms.</param>
    /// <param name="failed">Hears of what could not be observed.</param>
    public MeterCollector(CollectorRegistry registry, Func<Meter, bool> wants, double[] buckets, Action<Exception> failed)
    {
        _failed = failed;
        _factory = Prometheus.Metrics.WithCustomRegistry(registry);
        _buckets = buckets;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (wants(instrument.Meter)) listener.EnableMeasurementEvents(instrument, Add(instrument));
        };
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.Start();
        registry.AddBeforeCollectCallback(Observe);
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static void Record(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => ((InstrumentExport)state!).Record(value, tags);

    private InstrumentExport Add(Instrument instrument)
    {
        var export = InstrumentExport.Of(instrument, _factory, _buckets);
        lock (_lock) _exports.Add(export);
        return export;
    }

    /// <summary>Exports may overlap; each wants a whole round. An instrument that cannot be observed has no series then, and takes no other's.</summary>
    private void Observe()
    {
        lock (_lock)
        {
            foreach (var export in _exports) export.BeginRound();
            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException e)
            {
                // .NET asks all of them and then throws what they threw.
                _failed(e);
            }
            foreach (var export in _exports) export.EndRound();
        }
    }
}

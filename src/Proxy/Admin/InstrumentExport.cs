using System.Diagnostics.Metrics;
using System.Globalization;

using Prometheus;

namespace Sluice.Proxy.Admin;

/// <summary>One instrument as Prometheus sees it. Its label names are those of its first measurement.</summary>
internal abstract class InstrumentExport
{
    /// <summary>The one that fits the instrument.</summary>
    public static InstrumentExport Of(Instrument instrument, IMetricFactory factory, double[] buckets)
    {
        var kind = instrument.GetType().GetGenericTypeDefinition();
        if (kind == typeof(ObservableCounter<>) && MetricName.IsCounter(instrument)) return new ObservedCounter(instrument, factory);
        if (kind == typeof(Histogram<>)) return new RecordedHistogram(instrument, factory, buckets);
        if (kind == typeof(Counter<>)) return new AddedCounter(instrument, factory);
        if (kind == typeof(UpDownCounter<>)) return new AddedGauge(instrument, factory);
        return new ObservedGauge(instrument, factory);
    }

    /// <summary>Takes a measurement.</summary>
    public abstract void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags);

    /// <summary>All that is observed is about to be told.</summary>
    public virtual void BeginRound()
    {
    }

    /// <summary>It was told.</summary>
    public virtual void EndRound()
    {
    }

    private static string[] Names(ReadOnlySpan<KeyValuePair<string, object?>> tags) => [.. Sorted(tags).Select(tag => MetricName.OfLabel(tag.Key))];

    private static string[] Values(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        [.. Sorted(tags).Select(tag => Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "")];

    /// <summary>By name, in whatever order who measures gives them.</summary>
    private static KeyValuePair<string, object?>[] Sorted(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var sorted = tags.ToArray();
        Array.Sort(sorted, static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        return sorted;
    }

    /// <summary>A collector that is made when its labels are known.</summary>
    private abstract class Labelled<T>(Instrument instrument, IMetricFactory factory) : InstrumentExport
        where T : class
    {
        private readonly Lock _lock = new();
        private T? _metric;

        protected abstract T Create(IMetricFactory from, string name, string help, string[] labels);

        protected T Metric(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (_metric is { } metric) return metric;
            var names = Names(tags);
            lock (_lock) return _metric ??= Create(factory, MetricName.Of(instrument), instrument.Description ?? instrument.Name, names);
        }
    }

    private sealed class AddedCounter(Instrument instrument, IMetricFactory factory) : Labelled<Counter>(instrument, factory)
    {
        public override void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => Metric(tags).WithLabels(Values(tags)).Inc(value);

        protected override Counter Create(IMetricFactory from, string name, string help, string[] labels) => from.CreateCounter(name, help, labels);
    }

    private sealed class AddedGauge(Instrument instrument, IMetricFactory factory) : Labelled<Gauge>(instrument, factory)
    {
        public override void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => Metric(tags).WithLabels(Values(tags)).Inc(value);

        protected override Gauge Create(IMetricFactory from, string name, string help, string[] labels) => from.CreateGauge(name, help, labels);
    }

    private sealed class RecordedHistogram(Instrument instrument, IMetricFactory factory, double[] buckets) : Labelled<Histogram>(instrument, factory)
    {
        public override void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => Metric(tags).WithLabels(Values(tags)).Observe(value);

        protected override Histogram Create(IMetricFactory from, string name, string help, string[] labels) =>
            from.CreateHistogram(name, help, labels, new HistogramConfiguration { Buckets = buckets });
    }

    /// <summary>Series that are told whole at each round, and are over when they are told no more.</summary>
    private abstract class Observed<T>(Instrument instrument, IMetricFactory factory) : Labelled<T>(instrument, factory)
        where T : class, ICollector
    {
        private readonly HashSet<string[]> _known = new(LabelValues.Comparer);
        private readonly HashSet<string[]> _told = new(LabelValues.Comparer);
        private T? _metric;

        public override void BeginRound() => _told.Clear();

        public override void EndRound()
        {
            foreach (var values in _known.Where(values => !_told.Contains(values)).ToList())
            {
                Remove(_metric!, values);
                _known.Remove(values);
            }
        }

        public override void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            _metric ??= Metric(tags);
            var values = Values(tags);
            _known.Add(values);
            _told.Add(values);
            Set(_metric, values, value);
        }

        protected abstract void Set(T metric, string[] values, double value);

        protected abstract void Remove(T metric, string[] values);
    }

    private sealed class ObservedCounter(Instrument instrument, IMetricFactory factory) : Observed<Counter>(instrument, factory)
    {
        protected override Counter Create(IMetricFactory from, string name, string help, string[] labels) => from.CreateCounter(name, help, labels);

        // One that begins again has to be seen to begin again.
        protected override void Set(Counter metric, string[] values, double value)
        {
            if (value < metric.WithLabels(values).Value) metric.RemoveLabelled(values);
            metric.WithLabels(values).IncTo(value);
        }

        protected override void Remove(Counter metric, string[] values) => metric.RemoveLabelled(values);
    }

    private sealed class ObservedGauge(Instrument instrument, IMetricFactory factory) : Observed<Gauge>(instrument, factory)
    {
        protected override Gauge Create(IMetricFactory from, string name, string help, string[] labels) => from.CreateGauge(name, help, labels);

        protected override void Set(Gauge metric, string[] values, double value) => metric.WithLabels(values).Set(value);

        protected override void Remove(Gauge metric, string[] values) => metric.RemoveLabelled(values);
    }
}

using System.Diagnostics.Metrics;

namespace Sluice.Proxy.Observability;

/// <summary>Where keys are looked up; the names in lower case are a label's values.</summary>
internal enum KeySourceName
{
    /// <summary>The folder of files.</summary>
    Folder,

    /// <summary>A PostgreSQL database.</summary>
    Postgres,

    /// <summary>An HTTP endpoint.</summary>
    Http,
}

/// <summary>What came of a look-up; the names in lower case are a label's values.</summary>
internal enum KeyLookupResult
{
    /// <summary>A known key, without asking.</summary>
    Hit,

    /// <summary>An unknown key, without asking.</summary>
    Negative,

    /// <summary>The source was asked and answered.</summary>
    Miss,

    /// <summary>The source could not be asked, and what was known stood in.</summary>
    Stale,

    /// <summary>The source could not be asked, and nothing was known.</summary>
    Error,
}

/// <summary>The meter <c>Sluice.Keys</c>, which Prometheus calls <c>sluice_keys_</c>.</summary>
internal sealed class KeyMetrics : IDisposable
{
    private static readonly string[] _sources = [.. Enum.GetNames<KeySourceName>().Select(name => name.ToLowerInvariant())];
    private static readonly string[] _results = [.. Enum.GetNames<KeyLookupResult>().Select(name => name.ToLowerInvariant())];

    private readonly Meter _meter = new("Sluice.Keys");
    private readonly Histogram<double> _durations;
    private readonly long[] _lookups = new long[_sources.Length * _results.Length];

    /// <summary>Makes the meter with all instruments.</summary>
    public KeyMetrics()
    {
        _meter.CreateObservableCounter("lookups_total", Lookups, description: "Keys that were looked up, by source and result.");
        _durations = _meter.CreateHistogram<double>("ask_duration_seconds", "s", "How long a source that had to be asked took, by source.");
    }

    /// <summary>A key was looked up.</summary>
    public void LookedUp(KeySourceName source, KeyLookupResult result) => Interlocked.Increment(ref _lookups[Index(source, result)]);

    /// <summary>The source was asked, in vain or not.</summary>
    public void Asked(KeySourceName source, TimeSpan duration) =>
        _durations.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("source", _sources[(int)source]));

    /// <summary>How many look-ups had this result.</summary>
    public long Count(KeySourceName source, KeyLookupResult result) => Volatile.Read(ref _lookups[Index(source, result)]);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static int Index(KeySourceName source, KeyLookupResult result) => ((int)source * _results.Length) + (int)result;

    private IEnumerable<Measurement<long>> Lookups()
    {
        for (var i = 0; i < _lookups.Length; i++)
        {
            var (source, result) = Math.DivRem(i, _results.Length);
            yield return new(
                Volatile.Read(ref _lookups[i]),
                new KeyValuePair<string, object?>("source", _sources[source]),
                new KeyValuePair<string, object?>("result", _results[result]));
        }
    }
}

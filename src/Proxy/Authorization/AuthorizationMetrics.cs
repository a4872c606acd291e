using System.Diagnostics.Metrics;

namespace Sluice.Proxy.Authorization;

/// <summary>The meter <c>Sluice.Authorization</c>, which Prometheus calls <c>sluice_authorization_</c>.</summary>
internal sealed class AuthorizationMetrics : IDisposable
{
    private static readonly string[] _results = [.. Enum.GetNames<AuthorizationResult>().Select(name => name.ToLowerInvariant())];

    private readonly Meter _meter = new("Sluice.Authorization");
    private readonly Histogram<double> _durations;
    private readonly long[] _decisions = new long[_results.Length];

    /// <summary>Makes the meter with all instruments.</summary>
    public AuthorizationMetrics()
    {
        _meter.CreateObservableCounter("decisions_total", Decisions, description: "Requests that the endpoint decided on, by result.");
        _durations = _meter.CreateHistogram<double>("ask_duration_seconds", "s", "How long the endpoint took when it had to be asked.");
    }

    /// <summary>A request was decided on.</summary>
    public void Decided(AuthorizationResult result) => Interlocked.Increment(ref _decisions[(int)result]);

    /// <summary>The endpoint was asked, in vain or not.</summary>
    public void Asked(TimeSpan duration) => _durations.Record(duration.TotalSeconds);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Decisions() =>
        _results.Select((result, index) => new Measurement<long>(Volatile.Read(ref _decisions[index]), new KeyValuePair<string, object?>("result", result)));
}

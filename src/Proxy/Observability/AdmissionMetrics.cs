using System.Diagnostics.Metrics;

namespace Sluice.Proxy.Observability;

/// <summary>Who was sent away before a user was known, and what is under way there.</summary>
internal sealed class AdmissionMetrics
{
    private static readonly string[] _reasons = [.. Enum.GetNames<DropReason>().Select(name => name.ToLowerInvariant())];

    private static readonly string[] _quotas = [.. Enum.GetNames<QuotaKind>().Select(name => name.ToLowerInvariant())];

    private readonly long[] _drops = new long[_reasons.Length];
    private readonly long[] _waited = new long[_quotas.Length];
    private readonly long[] _refused = new long[_quotas.Length];
    private long _wouldDrop;
    private Func<AdmissionNumbers> _numbers = () => default;

    /// <summary>Makes the instruments.</summary>
    public AdmissionMetrics(Meter meter)
    {
        meter.CreateObservableCounter("dropped_connections_total", Drops, description: "Connections that were sent away before a user was known, by reason.");
        meter.CreateObservableCounter("dry_run_drops_total", () => Volatile.Read(ref _wouldDrop), description: "Connections that a penalty would have kept out, were it not for the dry run.");
        meter.CreateObservableCounter("limited_requests_total", Limited, description: "Requests over the limit of a user or a repository, by limit: those that got a place after waiting, and those that were refused.");
        meter.CreateObservableGauge("startups", Startups, description: "Unauthenticated connections: of known sources, which have logged in lately, of strangers, and those that wait for a PROXY header.");
        meter.CreateObservableGauge("key_exchanges_computing", () => _numbers().Computing, description: "First key exchanges that are being computed.");
        meter.CreateObservableGauge("key_exchanges_queued", () => _numbers().Queued, description: "First key exchanges that wait for their turn.");
        meter.CreateObservableGauge("remembered_sources", () => _numbers().Sources, description: "Sources of connections that something is remembered of.");
    }

    /// <summary>From now on shows these numbers, which are asked for from any thread.</summary>
    public void Observe(Func<AdmissionNumbers> numbers) => _numbers = numbers;

    /// <summary>A connection was sent away. Lock-free; does not allocate.</summary>
    public void Dropped(DropReason reason) => Interlocked.Increment(ref _drops[(int)reason]);

    /// <summary>One would have been.</summary>
    public void WouldDrop() => Interlocked.Increment(ref _wouldDrop);

    /// <summary>A request was over a limit, and got its place after waiting for it or did not. Lock-free; does not allocate.</summary>
    public void Limited(QuotaKind quota, bool isRefused) => Interlocked.Increment(ref (isRefused ? _refused : _waited)[(int)quota]);

    /// <summary>How many requests were refused for a limit.</summary>
    public long CountRefused(QuotaKind quota) => Volatile.Read(ref _refused[(int)quota]);

    /// <summary>How many were sent away for a reason.</summary>
    public long Count(DropReason reason) => Volatile.Read(ref _drops[(int)reason]);

    /// <summary>How many would have been.</summary>
    public long CountDryRun => Volatile.Read(ref _wouldDrop);

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);

    private IEnumerable<Measurement<long>> Drops() =>
        _reasons.Select((reason, i) => new Measurement<long>(Volatile.Read(ref _drops[i]), Label("reason", reason)));

    private IEnumerable<Measurement<long>> Limited() => _quotas.SelectMany((quota, i) => new Measurement<long>[]
    {
        new(Volatile.Read(ref _waited[i]), Label("limit", quota), Label("outcome", "waited")),
        new(Volatile.Read(ref _refused[i]), Label("limit", quota), Label("outcome", "refused")),
    });

    private Measurement<int>[] Startups()
    {
        var now = _numbers();
        return [new(now.Strangers, Label("source", "stranger")), new(now.Known, Label("source", "known")), new(now.AtGate, Label("source", "proxy"))];
    }
}

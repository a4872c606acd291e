using System.Diagnostics.Metrics;

using Sluice.Proxy.Commands;
using Sluice.Transport;

namespace Sluice.Proxy.Observability;

/// <summary>
/// The meter <c>Sluice</c>. Names are public and fixed: Prometheus puts <c>sluice_</c> in front. Labels have closed sets of
/// values, never an address, a user or a repository. Sums are kept here and observed, so that every series is there from
/// the first moment and none expires.
/// </summary>
internal sealed class SluiceMetrics : IDisposable
{
    /// <summary>Upper bounds, in seconds, of the duration histogram: a warm fetch of nothing to a clone of a large repository.</summary>
    public static readonly double[] DurationBounds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];

    private static readonly string[] _services = [.. HostingServiceNames.All, "none"];
    private static readonly string[] _headerOutcomes = [.. Enum.GetNames<ProxyHeaderOutcome>().Select(name => name.ToLowerInvariant())];
    private static readonly string[] _outcomes = [.. Enum.GetNames<RequestOutcome>().Select(name => name.ToLowerInvariant())];

    private readonly Histogram<double> _durations;
    private readonly ProcessMetrics _process;
    private readonly long[] _requests = new long[_services.Length * _outcomes.Length];
    private readonly long[] _headers = new long[_headerOutcomes.Length];
    private long _accepted;
    private long _failed;
    private long _activeConnections;
    private long _activeRequests;
    private long _bytesIn;
    private long _bytesOut;
    private Func<long> _memoryReserved = () => 0;
    private Func<int> _memoryWaiting = () => 0;

    /// <summary>Makes the meter with all instruments, those without a value yet as well.</summary>
    public SluiceMetrics()
    {
        Meter = new Meter("Sluice");
        Meter.CreateObservableCounter("requests_total", Requests, description: "Requests that are over, by service and outcome.");
        _durations = Meter.CreateHistogram<double>("request_duration_seconds", "s", "From the exec request to the end of the channel, by service.");
        Meter.CreateObservableCounter("authentications_total", Authentications, description: "Clients whose key was accepted, and keys that were not.");
        Meter.CreateObservableCounter("proxy_headers_total", ProxyHeaders, description: "Connections of proxies that are trusted to send a PROXY header, by what came of it.");
        Meter.CreateObservableGauge("active_connections", () => Volatile.Read(ref _activeConnections), description: "Client connections that are authenticated and alive.");
        Meter.CreateObservableGauge("active_requests", () => Volatile.Read(ref _activeRequests), description: "Requests that are under way.");
        Meter.CreateObservableCounter("relayed_bytes_total", RelayedBytes, description: "Bytes of channel data: in is from clients to backends, out is to clients.");
        Meter.CreateObservableGauge("memory_reserved_bytes", () => _memoryReserved(), description: "Bytes of MemoryBudget that requests have reserved.");
        Meter.CreateObservableGauge("memory_waiting", () => _memoryWaiting(), description: "Requests that wait for a part of MemoryBudget.");
        Meter.CreateObservableGauge("buffers", () => Buffers(now => now.Blocks), description: "Rented buffers that are in use, by what they are for.");
        Meter.CreateObservableGauge("buffer_bytes", () => Buffers(now => now.Bytes), description: "Bytes of rented buffers that are in use, by what they are for.");
        Backends = new BackendMetrics(Meter);
        Waits = new WaitMetrics(Meter);
        Visitors = new VisitorMetrics(Meter);
        ConnectionMetrics.Create(Meter);
        _process = new ProcessMetrics();
        Admission = new AdmissionMetrics(Meter);
        var version = Label("version", BuildVersion.Text);
        Meter.CreateObservableGauge("build_info", () => new Measurement<int>(1, version), description: "Always 1; the label says which version runs.");
    }

    /// <summary>The meter.</summary>
    public Meter Meter { get; }

    /// <summary>The health of backends.</summary>
    public BackendMetrics Backends { get; }

    /// <summary>Whom requests waited for.</summary>
    public WaitMetrics Waits { get; }

    /// <summary>Clients that were never logged in.</summary>
    public VisitorMetrics Visitors { get; }

    /// <summary>Who may connect.</summary>
    public AdmissionMetrics Admission { get; }

    /// <summary>From now on shows this budget of memory; both are called from any thread.</summary>
    /// <param name="reserved">Bytes that are given out.</param>
    /// <param name="waiting">Requests that wait.</param>
    public void ObserveMemory(Func<long> reserved, Func<int> waiting) => (_memoryReserved, _memoryWaiting) = (reserved, waiting);

    /// <summary>Requests that are under way.</summary>
    public long ActiveRequests => Volatile.Read(ref _activeRequests);

    /// <summary>Bytes that were relayed from clients to backends since the start.</summary>
    public long RelayedIn => Volatile.Read(ref _bytesIn);

    /// <summary>Bytes that were relayed to clients since the start.</summary>
    public long RelayedOut => Volatile.Read(ref _bytesOut);

    /// <summary>A client connection was authenticated.</summary>
    public void ConnectionOpened() => Interlocked.Increment(ref _activeConnections);

    /// <summary>A client connection that was counted is over.</summary>
    public void ConnectionClosed() => Interlocked.Decrement(ref _activeConnections);

    /// <summary>A client was let in, which who accepts it counts, or a key was not accepted, which the key directory counts.</summary>
    public void Authenticated(bool accepted)
    {
        if (accepted) Interlocked.Increment(ref _accepted);
        else Interlocked.Increment(ref _failed);
    }

    /// <summary>A connection came from a proxy that is trusted to send a PROXY header. Lock-free; does not allocate.</summary>
    public void ProxyHeader(ProxyHeaderOutcome outcome) => Interlocked.Increment(ref _headers[(int)outcome]);

    /// <summary>A request has begun.</summary>
    public void RequestStarted() => Interlocked.Increment(ref _activeRequests);

    /// <summary>A request that has begun is over.</summary>
    public void RequestEnded(string? service, RequestOutcome outcome, TimeSpan duration)
    {
        Interlocked.Decrement(ref _activeRequests);
        var index = Array.IndexOf(_services, service);
        if (index < 0) index = _services.Length - 1;
        Interlocked.Increment(ref _requests[(index * _outcomes.Length) + (int)outcome]);
        _durations.Record(duration.TotalSeconds, Label("service", _services[index]));
    }

    /// <summary>Bytes went from a client to a backend. Lock-free; does not allocate.</summary>
    public void AddBytesIn(long bytes) => Interlocked.Add(ref _bytesIn, bytes);

    /// <summary>Bytes went from a backend to a client. Lock-free; does not allocate.</summary>
    public void AddBytesOut(long bytes) => Interlocked.Add(ref _bytesOut, bytes);

    /// <inheritdoc/>
    public void Dispose()
    {
        Meter.Dispose();
        _process.Dispose();
    }

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);

    private IEnumerable<Measurement<long>> Requests()
    {
        for (var i = 0; i < _requests.Length; i++)
        {
            var (service, outcome) = Math.DivRem(i, _outcomes.Length);
            yield return new(Volatile.Read(ref _requests[i]), Label("service", _services[service]), Label("outcome", _outcomes[outcome]));
        }
    }

    private static IEnumerable<Measurement<long>> Buffers(Func<BuffersOut, long> value) =>
        BufferUsage.Read().Select(now => new Measurement<long>(value(now), Label("role", now.Role)));

    private IEnumerable<Measurement<long>> ProxyHeaders() =>
        _headerOutcomes.Select((outcome, i) => new Measurement<long>(Volatile.Read(ref _headers[i]), Label("outcome", outcome)));

    private Measurement<long>[] Authentications() =>
        [new(Volatile.Read(ref _accepted), Label("outcome", "accepted")), new(Volatile.Read(ref _failed), Label("outcome", "failed"))];

    private Measurement<long>[] RelayedBytes() =>
        [new(Volatile.Read(ref _bytesIn), Label("direction", "in")), new(Volatile.Read(ref _bytesOut), Label("direction", "out"))];
}

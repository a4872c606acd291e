using System.Diagnostics.Metrics;

namespace Sluice.Proxy.Observability;

/// <summary>Who was never logged in; the names in snake case are a label's values.</summary>
internal enum VisitorClass
{
    /// <summary>Came and went without a name, as scanners and load balancers do.</summary>
    Knock,

    /// <summary>Did not speak SSH as it is, or no algorithm in common.</summary>
    ProtocolFailure,

    /// <summary>Tried to log in, in vain.</summary>
    AuthenticationFailure,

    /// <summary>Stayed without logging in until LoginGraceTime was over.</summary>
    Timeout,
}

/// <summary>Counts the visitors that nobody asked for.</summary>
internal sealed class VisitorMetrics
{
    private static readonly string[] _classes = [.. Enum.GetNames<VisitorClass>().Select(ConnectionMetrics.Word)];

    private readonly long[] _visitors = new long[_classes.Length];

    /// <summary>Makes the instrument.</summary>
    public VisitorMetrics(Meter meter) =>
        meter.CreateObservableCounter("unauthenticated_total", Visitors, description: "Clients' connections that ended without a login, by class.");

    /// <summary>One is gone. Lock-free; does not allocate.</summary>
    public void Count(VisitorClass visitor) => Interlocked.Increment(ref _visitors[(int)visitor]);

    private IEnumerable<Measurement<long>> Visitors() =>
        _classes.Select((name, i) => new Measurement<long>(Volatile.Read(ref _visitors[i]), new KeyValuePair<string, object?>("class", name)));
}

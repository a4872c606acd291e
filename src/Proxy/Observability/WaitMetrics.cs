using System.Diagnostics.Metrics;

using Sluice.Proxy.Commands;
using Sluice.Transport;

namespace Sluice.Proxy.Observability;

/// <summary>Whom requests waited for, how long they took to begin, and what ran out of time.</summary>
internal sealed class WaitMetrics
{
    private static readonly string[] _services = [.. HostingServiceNames.All, "none"];
    private static readonly string[] _parties = [.. Enum.GetNames<Side>().Select(name => name.ToLowerInvariant())];
    private static readonly EndReason[] _reasons = [EndReason.ChannelTimeout, EndReason.TotalTimeout, EndReason.UnusedConnectionTimeout];
    private static readonly string[] _timeouts = ["channel", "total", "unused_connection"];

    private readonly Histogram<double> _established;
    private readonly Histogram<double> _firstByte;
    private readonly long[] _waited = new long[_parties.Length * _services.Length];
    private readonly long[] _expired = new long[_timeouts.Length * _parties.Length * _services.Length];

    public WaitMetrics(Meter meter)
    {
        meter.CreateObservableCounter("request_wait_seconds_total", Waited, "s", "Time of requests that are over, by whom was waited for and by service.");
        meter.CreateObservableCounter("timeouts_total", Expired, description: "Requests and connections that ran out of time, by which time, who was waited for, and service.");
        _established = meter.CreateHistogram<double>("request_established_seconds", "s", "From the exec request to a place on a backend, by service.");
        _firstByte = meter.CreateHistogram<double>("request_first_byte_seconds", "s", "From the exec request to the backend's first byte, by service.");
    }

    /// <summary>A request is over.</summary>
    public void RequestEnded(AccessRecord record)
    {
        var service = ServiceIndex(record.Service);
        for (var party = 0; party < _parties.Length; party++)
            Interlocked.Add(ref _waited[(service * _parties.Length) + party], record.Waits[(Side)party].Ticks);
        if (record.Established is { } established) _established.Record(established.TotalSeconds, Label("service", _services[service]));
        if (record.FirstByte is { } firstByte) _firstByte.Record(firstByte.TotalSeconds, Label("service", _services[service]));
    }

    /// <summary>A time ran out while <paramref name="party"/> was waited for.</summary>
    /// <param name="reason">One of the three time-outs.</param>
    /// <param name="party">Who was waited for.</param>
    /// <param name="service">The service's wire name; null for a connection.</param>
    public void TimedOut(EndReason reason, Side party, string? service) =>
        Interlocked.Increment(ref _expired[(((Array.IndexOf(_reasons, reason) * _parties.Length) + (int)party) * _services.Length) + ServiceIndex(service)]);

    private static int ServiceIndex(string? service) => Array.IndexOf(_services, service) is var index and >= 0 ? index : _services.Length - 1;

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);

    private IEnumerable<Measurement<double>> Waited()
    {
        for (var i = 0; i < _waited.Length; i++)
        {
            var (service, party) = Math.DivRem(i, _parties.Length);
            var seconds = TimeSpan.FromTicks(Volatile.Read(ref _waited[i])).TotalSeconds;
            yield return new(seconds, Label("party", _parties[party]), Label("service", _services[service]));
        }
    }

    private IEnumerable<Measurement<long>> Expired()
    {
        for (var i = 0; i < _expired.Length; i++)
        {
            var (rest, service) = Math.DivRem(i, _services.Length);
            var (timeout, party) = Math.DivRem(rest, _parties.Length);
            yield return new(
                Volatile.Read(ref _expired[i]), Label("timeout", _timeouts[timeout]), Label("party", _parties[party]), Label("service", _services[service]));
        }
    }
}

using System.Diagnostics.Metrics;
using System.Net;

using Sluice.Proxy.Observability;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Observability;

public sealed class WaitMetricsTests : IDisposable
{
    private readonly SluiceMetrics _metrics = new();

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void A_requests_time_is_added_to_each_party_it_waited_for()
    {
        _metrics.Waits.RequestEnded(Record("git-receive-pack", new WaitSplit(Seconds(1), Seconds(2), Seconds(3), Seconds(4))));
        _metrics.Waits.RequestEnded(Record("git-receive-pack", new WaitSplit(Seconds(10), default, default, default)));
        _metrics.Waits.RequestEnded(Record(null, new WaitSplit(default, default, Seconds(5), default)));

        var waited = Read<double>("request_wait_seconds_total");

        Assert.Equal(11, waited["party=client service=git-receive-pack"]);
        Assert.Equal(2, waited["party=backend service=git-receive-pack"]);
        Assert.Equal(3, waited["party=proxy service=git-receive-pack"]);
        Assert.Equal(4, waited["party=network service=git-receive-pack"]);
        Assert.Equal(5, waited["party=proxy service=none"]);
        Assert.Equal(0, waited["party=client service=git-upload-pack"]);
    }

    [Fact]
    public void A_time_out_is_counted_by_time_party_and_service()
    {
        _metrics.Waits.TimedOut(EndReason.ChannelTimeout, Side.Network, "hg");
        _metrics.Waits.TimedOut(EndReason.TotalTimeout, Side.Client, "git-upload-pack");
        _metrics.Waits.TimedOut(EndReason.UnusedConnectionTimeout, Side.Client, service: null);

        var expired = Read<long>("timeouts_total").Where(count => count.Value > 0).Select(count => count.Key).Order();

        Assert.Equal(
            ["timeout=channel party=network service=hg", "timeout=total party=client service=git-upload-pack", "timeout=unused_connection party=client service=none"],
            expired);
    }

    [Fact]
    public void The_times_to_a_place_and_to_the_first_byte_are_recorded_where_there_were_any()
    {
        var recorded = new List<(string Name, double Seconds)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter == _metrics.Meter && instrument is Histogram<double>) l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => recorded.Add((instrument.Name, value)));
        listener.Start();

        _metrics.Waits.RequestEnded(Record("hg", default) with { Established = Seconds(1), FirstByte = Seconds(2) });
        _metrics.Waits.RequestEnded(Record("hg", default));

        Assert.Equal([("request_established_seconds", 1), ("request_first_byte_seconds", 2)], recorded);
    }

    private Dictionary<string, T> Read<T>(string name)
        where T : struct
    {
        var values = new Dictionary<string, T>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter == _metrics.Meter && instrument.Name == name) l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<T>(
            (_, value, labels, _) => values.Add(string.Join(' ', labels.ToArray().Select(label => $"{label.Key}={label.Value}")), value));
        listener.Start();
        listener.RecordObservableInstruments();
        return values;
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static AccessRecord Record(string? service, WaitSplit waits) => new()
    {
        RequestId = "lusab-babad-1",
        ConnectionId = "lusab-babad",
        User = "alice",
        KeyFingerprint = "SHA256:abc",
        ClientAddress = new IPEndPoint(IPAddress.Loopback, 1),
        Service = service,
        Duration = waits.Total,
        Waits = waits,
        Outcome = RequestOutcome.Ok,
        ClosedBy = Side.Backend,
        Reason = EndReason.PeerClosed,
    };
}

using System.Diagnostics.Metrics;

using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Proxy.Backends.Health;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;

using Xunit;

namespace Sluice.Proxy.Tests.Observability;

public sealed class BackendMetricsTests
{
    [Fact]
    public void Health_and_ejections_of_each_backend_are_shown_until_it_is_forgotten()
    {
        using var metrics = new SluiceMetrics();
        foreach (var name in new[] { "a", "b" })
        {
            var health = new BackendHealth(name, HealthModel.Default, NullLogger.Instance, 0);
            if (name == "b") for (var i = 0; i < 3; i++) health.Failed("refused", 0);
            metrics.Backends.Observe(name, () => new BackendNumbers(health.IsUsable, health.Ejections, 1, 2, 3, 4, 5));
        }
        Assert.Equal(
            ["backend_ejections_total a 0", "backend_ejections_total b 1", "backend_healthy a 1", "backend_healthy b 0"],
            Read(metrics).Where(line => line.StartsWith("backend_ejections", StringComparison.Ordinal) || line.StartsWith("backend_healthy", StringComparison.Ordinal)));
        metrics.Backends.Forget("b");
        Assert.Equal(
            ["backend_connections a busy 1", "backend_connections a dialing 3", "backend_connections a idle 2", "backend_ejections_total a 0",
                "backend_healthy a 1", "backend_sessions a 4", "backend_waiting a 5"],
            Read(metrics));
    }

    private static string Line<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> labels) =>
        $"{instrument.Name} {string.Join(' ', labels.ToArray().Select(label => label.Value))} {value}";

    private static List<string> Read(SluiceMetrics metrics)
    {
        var lines = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter == metrics.Meter && instrument.Name.StartsWith("backend_", StringComparison.Ordinal)) self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, labels, _) => lines.Add(Line(instrument, value, labels)));
        listener.SetMeasurementEventCallback<long>((instrument, value, labels, _) => lines.Add(Line(instrument, value, labels)));
        listener.Start();
        listener.RecordObservableInstruments();
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}

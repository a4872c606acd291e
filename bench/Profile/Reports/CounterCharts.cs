using System.Globalization;
using Sluice.Profile.Collecting;
using Sluice.Testing.Charts;

namespace Sluice.Profile.Reports;

/// <summary>The talk's pictures: memory, collector, allocation rate, rented bytes and bytes per connection over time.</summary>
internal static class CounterCharts
{
    private const double Mebi = 1 << 20;

    /// <summary>Adds them to a report.</summary>
    public static void Add(ReportFolder report, IReadOnlyList<CounterReading> readings, IReadOnlyList<(double At, string Name)> phases)
    {
        Draw(report, "memory.svg", "Memory, MiB", phases,
        [
            ("resident", Points(readings, "process.resident", 1 / Mebi)),
            ("anonymous", Points(readings, "process.anonymous", 1 / Mebi)),
            ("GC committed", Points(readings, "dotnet.gc.last_collection.memory.committed_size", 1 / Mebi)),
            .. ByTag(readings, "dotnet.gc.last_collection.heap.size", 1 / Mebi),
        ]);
        Draw(report, "collector.svg", "The collector: collections so far, and pauses so far in ms", phases,
            [.. ByTag(readings, "dotnet.gc.collections", 1), ("pauses, ms", Points(readings, "dotnet.gc.pause.time", 1000))]);
        Draw(report, "allocation-rate.svg", "Allocation rate, MiB/s", phases, [("allocated", Rate(Points(readings, "dotnet.gc.heap.total_allocated", 1 / Mebi)))]);
        Draw(report, "rented.svg", "Rented buffers by role, MiB", phases, ByTag(readings, "buffer_bytes", 1 / Mebi));
        Draw(report, "connections.svg", "Authenticated connections, and requests that run", phases,
            [("connections", Points(readings, "active_connections", 1)), ("requests", Points(readings, "active_requests", 1))]);
        Draw(report, "per-connection.svg", "Growth of resident memory since the start ÷ connections, KiB", phases, [("resident", PerConnection(readings))]);
    }

    private static void Draw(
        ReportFolder report, string file, string title, IReadOnlyList<(double At, string Name)> phases, IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> lines) =>
        report.Picture(file, title, new LineChart(title, [.. lines.Where(line => line.Points.Count > 0)], phases).Draw());

    private static List<(string Name, IReadOnlyList<(double X, double Y)> Points)> ByTag(IReadOnlyList<CounterReading> readings, string instrument, double factor) =>
    [
        .. readings.Where(reading => reading.Instrument == instrument).GroupBy(reading => reading.Tags)
            .Select(series => (series.Key[(series.Key.IndexOf('=', StringComparison.Ordinal) + 1)..], Scale(series, factor)))
            .OrderByDescending(line => line.Item2.Max(point => point.Y)).Take(9),
    ];

    private static IReadOnlyList<(double X, double Y)> Points(IReadOnlyList<CounterReading> readings, string instrument, double factor) =>
        Scale(readings.Where(reading => reading.Instrument == instrument), factor);

    private static IReadOnlyList<(double X, double Y)> Scale(IEnumerable<CounterReading> readings, double factor) =>
        [.. readings.Select(reading => (reading.Seconds, reading.Value * factor))];

    private static IReadOnlyList<(double X, double Y)> Rate(IReadOnlyList<(double X, double Y)> points) =>
        [.. points.Zip(points.Skip(1), (before, after) => (after.X, Math.Max(0, (after.Y - before.Y) / Math.Max(0.1, after.X - before.X))))];

    private static List<(double X, double Y)> PerConnection(IReadOnlyList<CounterReading> readings)
    {
        var points = new List<(double X, double Y)>();
        double? first = null;
        var (connections, sinceTheyCame) = (0.0, 0.0);
        foreach (var reading in readings)
        {
            if (reading.Instrument == "active_connections")
            {
                if (connections == 0) sinceTheyCame = reading.Seconds;
                connections = reading.Value;
            }
            if (reading.Instrument != "process.resident") continue;
            if (connections == 0) first = reading.Value;
            // A handful of connections would only show the noise.
            else if (first is { } floor && connections >= 50 && reading.Seconds - sinceTheyCame > 1) points.Add((reading.Seconds, (reading.Value - floor) / connections / 1024));
        }
        return points;
    }

    /// <summary>What each gauge and counter was, for watches without moments of their own.</summary>
    public static void AddSummary(ReportFolder report, IReadOnlyList<CounterReading> readings) =>
        report.Table(["instrument", "first", "least", "most", "last"],
            readings.GroupBy(reading => (reading.Instrument, reading.Tags)).Where(series => series.Any(reading => reading.Value != 0))
                .OrderBy(series => series.Key.Instrument, StringComparer.Ordinal).ThenBy(series => series.Key.Tags, StringComparer.Ordinal)
                .Select(series => (string[])[
                    series.Key.Tags.Length > 0 ? $"{series.Key.Instrument} {{{series.Key.Tags}}}" : series.Key.Instrument,
                    Number(series.First().Value), Number(series.Min(reading => reading.Value)), Number(series.Max(reading => reading.Value)), Number(series.Last().Value)]));

    /// <summary>With as many digits as say something.</summary>
    public static string Number(double value) => Math.Abs(value) >= 100 || value == Math.Floor(value)
        ? value.ToString("N0", CultureInfo.InvariantCulture)
        : value.ToString("0.####", CultureInfo.InvariantCulture);
}

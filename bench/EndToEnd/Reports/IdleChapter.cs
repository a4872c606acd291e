using System.Globalization;

using Sluice.EndToEnd.Results;
using Sluice.EndToEnd.Workloads;
using Sluice.Testing.Charts;

namespace Sluice.EndToEnd.Reports;

/// <summary>The report's tables and pictures of idle connections.</summary>
internal static class IdleChapter
{
    private const double Kibi = 1024;

    public static void Write(ReportText text, SampleBook samples, int rest)
    {
        var good = samples.All.Where(sample => sample.Workload == IdleConnections.Title && sample.Failure is null).ToList();
        text.Chapter("Idle connections",
            $"Growth of resident memory of all the peer's processes: over a fresh one that was warmed and then left alone for {rest} s; five seconds after the last connection has come, and after {rest} s more of rest, which counts; and how much of that is back when they have been gone for the time in the last column.");
        text.Table(
            ["case", "peer", "connections", "fresh MiB", "on arrival MiB", "at rest MiB", "KiB each on arrival", "KiB each at rest", "after MiB", "given back", "s after"],
            good.OrderBy(sample => samples.Cases(IdleConnections.Title).ToList().IndexOf(sample.Case)).Select(Row), texts: 2);
        foreach (var (withChannel, file) in (IReadOnlyList<(bool, string)>)[(false, "idle.svg"), (true, "idle-channel.svg")])
        {
            var ending = IdleConnections.Ending(withChannel);
            var lines = good.Where(sample => sample.Case.EndsWith(ending, StringComparison.Ordinal)).GroupBy(sample => sample.Peer)
                .Select(peer => (peer.Key, (IReadOnlyList<(double X, double Y)>)[(0, 0), .. peer.Select(sample => (sample.Values["connections"], (sample.Values["heldKibibytes"] - sample.Values["freshKibibytes"]) / Kibi)).Order()])).ToList();
            if (lines.Count == 0) continue;
            var title = $"Growth of resident memory by idle connections{ending}, MiB";
            text.Picture(file, title, new LineChart(title, lines, [], "").Draw());
        }
    }

    private static string[] Row(Sample sample)
    {
        var values = sample.Values;
        return
        [
            sample.Case, sample.Peer, Text(values["connections"], "#,0"), Text(values["freshKibibytes"] / Kibi, "#,0.0"), Text(values["arrivedKibibytes"] / Kibi, "#,0.0"),
            Text(values["heldKibibytes"] / Kibi, "#,0.0"), Text(values["kibibytesOnArrival"], "#,0.0"), Text(values["kibibytes"], "#,0.0"),
            Text(values["afterKibibytes"] / Kibi, "#,0.0"), Text(values["givenBack"] * 100, "0") + " %", Text(values["secondsSinceTheyLeft"], "0"),
        ];
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

using System.Globalization;

using Sluice.EndToEnd.Results;
using Sluice.EndToEnd.Workloads;
using Sluice.Testing.Charts;

namespace Sluice.EndToEnd.Reports;

/// <summary>The report's tables and pictures of idle connections.</summary>
internal static class IdleChapter
{
    private const double Kibi = 1024;

    public static void Write(ReportText text, SampleBook samples)
    {
        var good = samples.All.Where(sample => sample.Workload == IdleConnections.Title && sample.Failure is null).ToList();
        text.Chapter("Idle connections",
            "Growth of resident memory of all the peer's processes over a fresh and warmed one, ten seconds after the last has come; and how much of it is back when all have left for the time in the last column.");
        foreach (var @case in samples.Cases(IdleConnections.Title))
        {
            text.Table(["" + @case, "connections", "fresh MiB", "with them MiB", "KiB each", "after MiB", "given back", "s after"], good.Where(sample => sample.Case == @case).Select(Row));
        }
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
            sample.Peer, Text(values["connections"], "#,0"), Text(values["freshKibibytes"] / Kibi, "#,0.0"), Text(values["heldKibibytes"] / Kibi, "#,0.0"), Text(values["kibibytes"], "#,0.0"),
            Text(values["afterKibibytes"] / Kibi, "#,0.0"), Text(values["givenBack"] * 100, "0") + " %", Text(values["secondsSinceTheyLeft"], "0"),
        ];
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

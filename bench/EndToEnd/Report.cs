using System.Globalization;
using System.Text;
using System.Text.Json;

using Sluice.Testing.Measuring;

namespace Sluice.EndToEnd;

/// <summary>Writes report.md for people and data.json for programs. A report is never overwritten.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };

    public static void Write(BenchOptions options, IReadOnlyDictionary<string, string> facts, Measurements measurements)
    {
        Directory.CreateDirectory(options.Folder);
        var data = new { options, facts, measurements.Samples, measurements.AllocatedBytes, measurements.AllocatedWhenIdle };
        File.WriteAllText(Path.Combine(options.Folder, "data.json"), JsonSerializer.Serialize(data, _indented) + "\n");
        File.WriteAllText(Path.Combine(options.Folder, "report.md"), Text(options, facts, measurements));
    }

    private static string Text(BenchOptions options, IReadOnlyDictionary<string, string> facts, Measurements measurements)
    {
        var text = new StringBuilder();
        Line(text, $"# {options.Date} {options.Name}: end to end, direct and through Sluice");
        Line(text, $"");
        Line(text, $"Real OpenSSH client, git and sshd on one machine, over loopback; the two ways take turns. Medians of {options.SmallRounds} rounds");
        Line(text, $"(small clone) and {options.LargeRounds} rounds ({options.LargeMebibytes} MiB of noise). On one machine the proxy's work takes processor time from client");
        Line(text, $"and backend, so a ratio here is a lower bound of one over a network. Reproduce: `tools/bench --name {options.Name} --large-mib {options.LargeMebibytes}`.");
        Line(text, $"");
        Line(text, $"Failed runs: {measurements.Samples.Count(sample => sample.Failure is not null)} of {measurements.Samples.Count}.");
        Line(text, $"");
        SmallClones(text, measurements.Samples);
        foreach (var measure in (string[])[Measures.LargeClone, Measures.Download, Measures.Upload])
            LargeTransfers(text, measure, options, measurements);
        Line(text, $"Allocated: bytes that the proxy allocated over one transfer, connection and log lines included, by the runtime's own counter; over");
        Line(text, $"three idle seconds it counts {measurements.AllocatedWhenIdle:N0}, which is the price of counting.");
        Line(text, $"");
        Line(text, $"## Machine");
        Line(text, $"");
        foreach (var (name, value) in facts)
            Line(text, $"- {name}: {value}");
        return text.ToString();
    }

    private static void SmallClones(StringBuilder text, List<Sample> samples)
    {
        Line(text, $"## Wall time of a small clone");
        Line(text, $"");
        Line(text, $"| way | median ms | 10 % | 90 % |");
        Line(text, $"|---|---:|---:|---:|");
        foreach (var way in Good(samples, Measures.SmallClone).GroupBy(sample => sample.Peer))
        {
            var times = way.Select(sample => sample.Seconds * 1000).ToList();
            Line(text, $"| {way.Key} | {Statistics.Median(times):0} | {Statistics.Quantile(times, 0.1):0} | {Statistics.Quantile(times, 0.9):0} |");
        }

        var small = Good(samples, Measures.SmallClone).ToList();
        Line(text, $"");
        Line(text, $"Through Sluice it takes {MedianOf(small, Peer.Proxy) / MedianOf(small, Peer.Direct):0.00} times as long.");
        Line(text, $"");
    }

    private static void LargeTransfers(StringBuilder text, string measure, BenchOptions options, Measurements measurements)
    {
        Line(text, $"## {char.ToUpperInvariant(measure[0])}{measure[1..]}, {options.LargeMebibytes} MiB");
        Line(text, $"");
        Line(text, $"| client's cipher | direct MB/s | Sluice MB/s | ratio | proxy CPU s/GiB | allocated |");
        Line(text, $"|---|---:|---:|---:|---:|---:|");
        foreach (var suite in options.Suites)
        {
            var samples = Good(measurements.Samples, measure).Where(sample => sample.Suite == suite).ToList();
            var (direct, proxy) = (RateOf(samples, Peer.Direct), RateOf(samples, Peer.Proxy));
            var cpu = Statistics.Median(samples.Where(sample => sample.Peer == Peer.Proxy).Select(sample => sample.ProxyCpuSeconds)) / options.LargeBytes * (1L << 30);
            var allocated = measurements.AllocatedBytes.TryGetValue($"{measure} {suite}", out var bytes) ? bytes.ToString("N0", CultureInfo.InvariantCulture) : "";
            Line(text, $"| {suite} | {direct:0} | {proxy:0} | {proxy / direct:0.00} | {cpu:0.00} | {allocated} |");
        }

        Line(text, $"");
    }

    private static IEnumerable<Sample> Good(IEnumerable<Sample> samples, string measure) =>
        samples.Where(sample => sample.Measure == measure && sample.Failure is null);

    private static double MedianOf(IEnumerable<Sample> samples, string peer) =>
        Statistics.Median(samples.Where(sample => sample.Peer == peer).Select(sample => sample.Seconds));

    private static double RateOf(IEnumerable<Sample> samples, string peer) =>
        Statistics.Median(samples.Where(sample => sample.Peer == peer).Select(sample => sample.MegabytesPerSecond));

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}

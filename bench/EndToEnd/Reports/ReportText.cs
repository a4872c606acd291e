using System.Globalization;
using System.Text;

using Sluice.EndToEnd.Results;
using Sluice.EndToEnd.Running;
using Sluice.Testing.Charts;

namespace Sluice.EndToEnd.Reports;

/// <summary>A report's text while it is written, and the pictures beside it.</summary>
internal sealed class ReportText(string folder, SampleBook samples, IReadOnlyList<string> peers)
{
    private readonly StringBuilder _text = new();

    /// <summary>A heading with the paragraph below it.</summary>
    public void Chapter(string title, string text = "") => _text.Append(CultureInfo.InvariantCulture, $"## {title}\n\n{(text.Length > 0 ? $"{text}\n\n" : "")}");

    public void Say(string text) => _text.Append(CultureInfo.InvariantCulture, $"{text}\n\n");

    /// <summary>A table; all columns but the first few are numbers and stand to the right.</summary>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, int texts = 1)
    {
        _text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", columns)} |\n|{string.Concat(columns.Select((_, i) => i < texts ? "---|" : "---:|"))}\n");
        foreach (var row in rows) _text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row)} |\n");
        _text.Append('\n');
    }

    /// <summary>
    /// A row for each peer and, in each case, the middle of a value with its ratios to the direct way and to the Go proxy.
    /// </summary>
    public void Compare(string workload, string value, string unit, string format, double factor = 1)
    {
        foreach (var @case in samples.Cases(workload))
        {
            var rows = peers.Select(peer => (Peer: peer, Own: samples.Good(workload, @case, peer, value).Select(sample => sample.Values[value] * factor).Order().ToList())).Where(row => row.Own.Count > 0).ToList();
            if (rows.Count == 0) continue;
            Table(
                [@case, $"median {unit}", "least", "most", "/ direct", "/ Go", "samples"],
                rows.Select(row => (string[])
                [
                    row.Peer, Number(samples.Median(workload, @case, row.Peer, value) * factor, format), Number(row.Own[0], format), Number(row.Own[^1], format),
                    Ratio(workload, @case, row.Peer, PeerProcess.Direct, value), Ratio(workload, @case, row.Peer, PeerProcess.Go, value), $"{row.Own.Count}",
                ]));
        }
    }

    /// <summary>Bars of the middles, a group for each case.</summary>
    public void Bars(string file, string title, string workload, string value, double factor = 1)
    {
        var groups = samples.Cases(workload)
            .Select(@case => (@case, Values: (IReadOnlyList<double>)[.. peers.Select(peer => samples.Median(workload, @case, peer, value) * factor)]))
            .Where(group => group.Values.Any(double.IsFinite)).ToList();
        if (groups.Count == 0) return;
        Picture(file, title, new BarChart(title, peers, groups).Draw());
    }

    /// <summary>A picture beside the text.</summary>
    public void Picture(string file, string title, string svg)
    {
        File.WriteAllText(Path.Combine(folder, file), svg);
        _text.Append(CultureInfo.InvariantCulture, $"![{title}]({file})\n\n");
    }

    public string Ratio(string workload, string @case, string peer, string other, string value) => Number(samples.Ratio(workload, @case, peer, other, value), "0.00");

    /// <summary>A number, or nothing where there is none.</summary>
    public static string Number(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "";

    public override string ToString() => _text.ToString();
}

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

    /// <summary>A row for each case and peer with the middles of some values, the spread of the first, and the ratios that are asked for.</summary>
    public void Compare(string workload, params Column[] columns)
    {
        List<string> head = ["case", "peer"];
        foreach (var column in columns)
        {
            head.Add(column.Header);
            if (column == columns[0]) head.Add("least to most");
            if (column.IsComparedToDirect) head.Add("/ direct");
            if (column.IsComparedToGo) head.Add("/ Go");
        }
        var rows = from @case in samples.Cases(workload)
                   from peer in peers
                   where columns.Any(column => samples.Good(workload, @case, peer, column.Value).Any())
                   select (IReadOnlyList<string>)[@case, peer, .. columns.SelectMany(column => Cells(workload, @case, peer, column, column == columns[0]))];
        Table(head, rows, texts: 2);
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

    private IEnumerable<string> Cells(string workload, string @case, string peer, Column column, bool withSpread)
    {
        var values = samples.Good(workload, @case, peer, column.Value).Select(sample => sample.Values[column.Value] * column.Factor).ToList();
        yield return Number(samples.Median(workload, @case, peer, column.Value) * column.Factor, column.Format);
        if (withSpread) yield return values.Count > 1 ? $"{Number(values.Min(), column.Format)} to {Number(values.Max(), column.Format)} ({values.Count})" : "";
        if (column.IsComparedToDirect) yield return Ratio(workload, @case, peer, PeerProcess.Direct, column.Value);
        if (column.IsComparedToGo) yield return Ratio(workload, @case, peer, PeerProcess.Go, column.Value);
    }

    private string Ratio(string workload, string @case, string peer, string other, string value) => Number(samples.Ratio(workload, @case, peer, other, value), "0.00");

    /// <summary>A number, or nothing where there is none.</summary>
    public static string Number(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "";

    public override string ToString() => _text.ToString();
}

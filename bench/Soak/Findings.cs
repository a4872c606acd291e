using System.Globalization;
using System.Text;

namespace Sluice.Soak;

/// <summary>What a scenario found, as Markdown and as verdicts. Everything is shown on the console as it comes.</summary>
internal sealed class Findings
{
    private readonly StringBuilder _text = new();
    private readonly List<Verdict> _verdicts = [];

    /// <summary>The bars, in the order in which they were judged.</summary>
    public IReadOnlyList<Verdict> Verdicts => _verdicts;

    /// <summary>True if every bar was met, and there was one.</summary>
    public bool Hold => _verdicts.Count > 0 && _verdicts.TrueForAll(verdict => verdict.Holds);

    /// <summary>A paragraph.</summary>
    public void Say(FormattableString text) => Write($"{text.ToString(CultureInfo.InvariantCulture)}\n\n");

    /// <summary>A table: the names of its columns, and its rows.</summary>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        Write($"| {string.Join(" | ", columns)} |\n|---|{string.Concat(columns.Skip(1).Select(_ => "---:|"))}\n");
        foreach (var row in rows) Write($"| {string.Join(" | ", row)} |\n");
        Write("\n");
    }

    /// <summary>Judges a bar.</summary>
    /// <param name="what">What was to hold.</param>
    /// <param name="bar">The bar, as a person writes it.</param>
    /// <param name="measured">What was measured.</param>
    /// <param name="holds">True if the bar is met.</param>
    public void Judge(string what, FormattableString bar, FormattableString measured, bool holds) =>
        _verdicts.Add(new Verdict(what, bar.ToString(CultureInfo.InvariantCulture), measured.ToString(CultureInfo.InvariantCulture), holds));

    /// <summary>A text of several lines, as it is: what a program said.</summary>
    public void Quote(string text) => Write($"```\n{text.TrimEnd()}\n```\n\n");

    /// <summary>The scenario did not come to its end.</summary>
    public void Fail(Exception failure)
    {
        Judge("it runs to its end", $"yes", $"no: {failure.GetType().Name}", holds: false);
        Quote(failure.ToString());
    }

    /// <summary>Ends with the table of verdicts, and gives all of it as Markdown.</summary>
    public string Finish()
    {
        Table(["bar", "wanted", "measured", "held"], _verdicts.Select(verdict => (string[])[verdict.What, verdict.Bar, verdict.Measured, verdict.Holds ? "yes" : "**no**"]));
        return _text.ToString();
    }

    /// <summary>Bytes in MiB, as a person reads them.</summary>
    public static string Mebibytes(double bytes) => (bytes / (1 << 20)).ToString("N1", CultureInfo.InvariantCulture);

    private void Write(string text)
    {
        _text.Append(text);
        Console.Write(text);
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;

using Sluice.Testing.Measuring;

namespace Sluice.Profile.Reports;

/// <summary>A report that is being written: README.md for people, pictures, and data.json for programs. None is ever overwritten.</summary>
internal sealed class ReportFolder
{
    private static readonly JsonSerializerOptions _json = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly StringBuilder _text = new();
    private readonly string _command;
    private readonly IReadOnlyDictionary<string, string> _facts;

    private ReportFolder(string path, string title, string command, IReadOnlyDictionary<string, string> facts)
    {
        FullName = path;
        _command = command;
        _facts = facts;
        Write($"# {Path.GetFileName(path)}: {title}\n\nReproduce: `{command}`.\n\n");
    }

    /// <summary>The folder.</summary>
    public string FullName { get; }

    /// <summary>Numbers behind the report, by name.</summary>
    public Dictionary<string, object> Data { get; } = [];

    /// <summary>Makes the folder.</summary>
    /// <exception cref="IOException">It is there already.</exception>
    public static async Task<ReportFolder> CreateAsync(string path, string title, string command)
    {
        if (Directory.Exists(path)) throw new IOException($"{path} exists, and a report is never overwritten: give this one another --name.");
        var facts = await MachineFacts.CollectAsync();
        Directory.CreateDirectory(path);
        return new ReportFolder(path, title, command, facts);
    }

    /// <summary>Begins a section.</summary>
    public void Heading(string text) => Write($"## {text}\n\n");

    /// <summary>A paragraph.</summary>
    public void Say(string text) => Write($"{text}\n\n");

    /// <summary>A table; all columns but the first are numbers and stand to the right, unless it is said that texts come last.</summary>
    public void Table(string[] columns, IEnumerable<string[]> rows, bool endsWithText = false)
    {
        Write($"| {string.Join(" | ", columns)} |\n|{string.Concat(columns.Select((_, i) => i == 0 || (endsWithText && i == columns.Length - 1) ? "---|" : "---:|"))}\n");
        foreach (var row in rows) Write($"| {string.Join(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n");
        Write("\n");
    }

    /// <summary>A picture beside the text.</summary>
    public void Picture(string file, string what, string svg)
    {
        AddFile(file, svg);
        Write($"![{what}]({file})\n\n");
    }

    /// <summary>A further file beside the text.</summary>
    public void AddFile(string file, string content) => File.WriteAllText(Path.Combine(FullName, file), content);

    /// <summary>Writes README.md and data.json, and gives the path of the first.</summary>
    public string Finish()
    {
        Heading("Machine");
        foreach (var (name, value) in _facts) Write($"- {name}: {value}\n");
        Data["command"] = _command;
        Data["facts"] = _facts;
        AddFile("data.json", JsonSerializer.Serialize(Data, _json) + "\n");
        var path = Path.Combine(FullName, "README.md");
        File.WriteAllText(path, _text.ToString());
        return path;
    }

    /// <summary>Bytes in MiB.</summary>
    public static string Mebibytes(double bytes) => double.IsNaN(bytes) ? "" : (bytes / (1 << 20)).ToString("N1", CultureInfo.InvariantCulture);

    /// <summary>Bytes in KiB.</summary>
    public static string Kibibytes(double bytes) => double.IsNaN(bytes) ? "" : (bytes / 1024).ToString("N1", CultureInfo.InvariantCulture);

    /// <summary>A part of a whole in per cent.</summary>
    public static string Share(double part, double whole) => whole > 0 ? (100 * part / whole).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "";

    private void Write(string text) => _text.Append(text);
}

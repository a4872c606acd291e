using System.CommandLine;

using Sluice.Testing;

namespace Sluice.Profile.Commands;

/// <summary>The options that every command with a report has.</summary>
internal sealed class ReportOptions
{
    private readonly Option<string> _name;
    private readonly Option<string> _date = new("--date") { Description = "The report's date.", DefaultValueFactory = _ => $"{DateTime.UtcNow:yyyy-MM-dd}" };
    private readonly Option<string> _output = new("--output") { Description = "Where reports go.", DefaultValueFactory = _ => Path.Combine(RepositoryRoot.FullName, "perf-reports") };
    private readonly Option<int?> _processId = new("--pid") { Description = "A running sluice to watch, in place of one with a load of its own." };
    private readonly Option<double> _seconds;
    private readonly bool _isWatching;

    /// <param name="name">What the report is called unless it is said.</param>
    /// <param name="seconds">For how long it watches unless it is said.</param>
    /// <param name="isWatching">True if it can watch a running sluice.</param>
    public ReportOptions(string name, double seconds, bool isWatching = true)
    {
        _isWatching = isWatching;
        _name = new("--name") { Description = "The report's name; its folder is perf-reports/DATE-NAME.", DefaultValueFactory = _ => $"{name}-{DateTime.UtcNow:HHmmss}" };
        _seconds = new("--seconds") { Description = "How long to watch.", DefaultValueFactory = _ => seconds };
    }

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        if (_isWatching) command.Add(_processId);
        foreach (var option in (Option[])[_seconds, _name, _date, _output]) command.Add(option);
    }

    /// <summary>The process to watch; null for one of its own.</summary>
    public int? ProcessId(ParseResult arguments) => arguments.GetValue(_processId);

    /// <summary>How long to watch.</summary>
    public TimeSpan Duration(ParseResult arguments) => TimeSpan.FromSeconds(Math.Clamp(arguments.GetValue(_seconds), 1, 3600));

    /// <summary>The report's folder.</summary>
    public string Folder(ParseResult arguments) =>
        Path.Combine(arguments.GetRequiredValue(_output), $"{arguments.GetRequiredValue(_date)}-{arguments.GetRequiredValue(_name)}");
}

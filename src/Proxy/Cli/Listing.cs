using Sluice.Proxy.Observability;

using Spectre.Console;

namespace Sluice.Proxy.Cli;

/// <summary>A table for the operator: with lines on a terminal, plain columns where another program reads.</summary>
internal sealed class Listing
{
    private const int PlainWidth = 400;

    private readonly IAnsiConsole _console;
    private readonly Table _table = new();

    /// <param name="output">Where it goes.</param>
    /// <param name="columns">The headings; those that end in <c>&gt;</c> are of numbers, which stand at the right.</param>
    public Listing(TextWriter output, params string[] columns)
    {
        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        if (!isTerminal) _console.Profile.Width = PlainWidth;
        _table.Border = isTerminal ? TableBorder.Rounded : TableBorder.None;
        foreach (var column in columns)
        {
            var heading = new TableColumn(new Text(column.TrimEnd('>'), new Style(decoration: Decoration.Bold))).NoWrap();
            _table.AddColumn(column.EndsWith('>') ? heading.RightAligned() : heading);
        }
    }

    /// <summary>Adds a row. Peers chose some of the words: nothing in them is taken for an order to the terminal.</summary>
    public void Add(params string?[] cells) =>
        _table.AddRow(cells.Select(cell => new Text(string.IsNullOrEmpty(cell) ? "-" : LogText.Printable(cell))));

    /// <summary>Writes it.</summary>
    public void Write() => _console.Write(_table);
}

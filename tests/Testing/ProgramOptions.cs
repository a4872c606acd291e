namespace Sluice.Testing;

/// <summary>How a program is run: where, with what environment, for how long at most.</summary>
public sealed record ProgramOptions
{
    public string? WorkingFolder { get; init; }

    /// <summary>Variables to set; a null value removes one that the test's own process has.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>After this the program and its children are killed and the run is a failure.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Writes the program's standard input, which is closed afterwards; null for an empty one.</summary>
    public Func<Stream, Task>? Input { get; init; }

    /// <summary>When set, standard output goes here and is not kept as text: for streams too large for a string.</summary>
    public Stream? OutputTo { get; init; }
}

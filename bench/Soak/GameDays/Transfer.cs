using Sluice.Testing;

namespace Sluice.Soak.GameDays;

/// <summary>What became of one program of a client's.</summary>
/// <param name="What">Clone, push or question.</param>
/// <param name="Began">When, in ticks of the stopwatch.</param>
/// <param name="Result">What the program said.</param>
/// <param name="LostBytes">What it was promised, by its exit status, and was not there.</param>
internal sealed record Transfer(string What, long Began, ProgramResult Result, long LostBytes)
{
    /// <summary>It succeeded.</summary>
    public bool IsGood => Result.ExitCode == 0;

    /// <summary>Lines of ours that its user read.</summary>
    public IReadOnlyList<string> Told => [.. Result.Error.Split('\n').Where(line => line.StartsWith("sluice:", StringComparison.Ordinal))];
}

namespace Sluice.Testing.Drills;

/// <summary>What became of a <see cref="BackendKill"/>.</summary>
/// <param name="Victims">Clones that ran on the backend that was killed.</param>
/// <param name="Clones">All clones.</param>
/// <param name="RequestsBefore">Requests made while both backends lived.</param>
/// <param name="RequestsAfter">Requests made right after one was killed.</param>
/// <param name="ServedBefore">How long the requests before it took by the proxy's access lines, in seconds.</param>
/// <param name="ServedAfter">The same for those after it.</param>
/// <param name="Left">Processes that still work on the repository in the end.</param>
/// <param name="CloneTime">From the kill to the last clone's end.</param>
/// <param name="CleanTime">From the last clone's end until no process was left, or nobody waited any longer.</param>
public sealed record BackendKillResult(
    int Victims,
    IReadOnlyList<ProgramResult> Clones,
    IReadOnlyList<ProgramResult> RequestsBefore,
    IReadOnlyList<ProgramResult> RequestsAfter,
    IReadOnlyList<double> ServedBefore,
    IReadOnlyList<double> ServedAfter,
    IReadOnlyList<ProcessEntry> Left,
    TimeSpan CloneTime,
    TimeSpan CleanTime)
{
    /// <summary>Clones that did not succeed.</summary>
    public IReadOnlyList<ProgramResult> Broken => [.. Clones.Where(clone => clone.ExitCode != 0)];

    /// <summary>What the proxy itself told a clone's user.</summary>
    public static IReadOnlyList<string> LinesOfSluice(ProgramResult clone) =>
        [.. clone.Error.Split('\n').Where(line => line.StartsWith("sluice:", StringComparison.Ordinal))];
}

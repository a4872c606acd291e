namespace Sluice.Testing.Drills;

/// <summary>What became of a <see cref="ConfigurationChange"/>.</summary>
/// <param name="Steady">Clones by users whom the changes do not concern.</param>
/// <param name="Guests">Clones that were under way on what was taken away.</param>
/// <param name="Late">Requests for the guests' repository after its route was gone.</param>
public sealed record ConfigurationChangeResult(
    IReadOnlyList<ProgramResult> Steady, IReadOnlyList<ProgramResult> Guests, IReadOnlyList<ProgramResult> Late)
{
    /// <summary>Sessions that were hurt, of both kinds.</summary>
    public IReadOnlyList<ProgramResult> Failed => [.. Steady.Concat(Guests).Where(clone => clone.ExitCode != 0)];
}

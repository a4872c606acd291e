namespace Sluice.Testing.Drills;

/// <summary>What a <see cref="RollingUpgrade"/> saw.</summary>
/// <param name="Clones">All clones.</param>
/// <param name="Processes">The processes that served, one after another.</param>
/// <param name="Reloads">How often the configuration was read again.</param>
/// <param name="Connected">Connections beside the clones that were greeted.</param>
/// <param name="Refused">Why others were not.</param>
public sealed record RollingUpgradeResult(IReadOnlyList<ProgramResult> Clones, IReadOnlyList<int> Processes, int Reloads, int Connected, IReadOnlyList<string> Refused)
{
    public IReadOnlyList<ProgramResult> Failed => [.. Clones.Where(clone => clone.ExitCode != 0)];
}

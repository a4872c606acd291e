namespace Sluice.Profile.Stacks;

/// <summary>What a method weighs.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Own">Weight of the stacks in which it is innermost.</param>
/// <param name="All">Weight of the stacks in which it is anywhere.</param>
internal sealed record MethodWeight(string Method, double Own, double All);

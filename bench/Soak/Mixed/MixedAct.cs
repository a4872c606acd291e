namespace Sluice.Soak.Mixed;

/// <summary>One thing that a client does, well or badly.</summary>
/// <param name="Name">What happens.</param>
/// <param name="Weight">How often, in comparison with the others.</param>
/// <param name="PlayAsync">Plays it; null if all went as it should, else what did not.</param>
internal sealed record MixedAct(string Name, int Weight, Func<MixedSite, Task<string?>> PlayAsync);

using Sluice.Soak.Peers;

namespace Sluice.Soak.Endings;

/// <summary>One way in which a session ends.</summary>
/// <param name="Name">What happens.</param>
/// <param name="Weight">How often, in comparison with the others.</param>
/// <param name="PlayAsync">Plays it; null if all went as it should, else what did not.</param>
internal sealed record Ending(string Name, int Weight, Func<LightSite, Task<string?>> PlayAsync);

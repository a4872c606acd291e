namespace Sluice.Soak.GameDays;

/// <summary>One failure and what is to be seen of it.</summary>
/// <param name="Name">The word on the command line and in the report.</param>
/// <param name="Expected">What is to be seen, a sentence.</param>
/// <param name="PlayAsync">Plays it; the site is at rest before and will be again.</param>
internal sealed record Game(string Name, string Expected, Func<GameStage, Task<GameResult>> PlayAsync);

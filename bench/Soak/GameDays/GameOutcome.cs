namespace Sluice.Soak.GameDays;

/// <summary>A game with its result and what the process held afterwards.</summary>
internal sealed record GameOutcome(Game Game, GameResult Result, string Rest, bool IsAtRest, TimeSpan Took)
{
    /// <summary>True if all was as expected, nothing was lost, and everything was given back.</summary>
    public bool Passed => Result.Faults.Count == 0 && Result.LostBytes == 0 && IsAtRest;
}

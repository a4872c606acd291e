namespace Sluice.Soak.GameDays;

/// <summary>What was seen.</summary>
/// <param name="Seen">In words.</param>
/// <param name="Faults">What was not as expected, a sentence each.</param>
/// <param name="LostBytes">Bytes that a client was promised and does not have, or that the repository does not have.</param>
/// <param name="Recovery">From the failure's end, or its begin where it is lived with, until a request was served; null if nothing had to recover.</param>
internal sealed record GameResult(string Seen, IReadOnlyList<string> Faults, long LostBytes, TimeSpan? Recovery);

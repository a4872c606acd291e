namespace Sluice.EndToEnd.Results;

/// <summary>One run of one workload against one peer.</summary>
/// <param name="Workload">The workload's name.</param>
/// <param name="Case">What of it: a cipher, a number at a time.</param>
/// <param name="Peer">Which way.</param>
/// <param name="Values">What was measured, by name.</param>
/// <param name="Failure">Null if it went well.</param>
internal sealed record Sample(string Workload, string Case, string Peer, int Round, IReadOnlyDictionary<string, double> Values, string? Failure = null);

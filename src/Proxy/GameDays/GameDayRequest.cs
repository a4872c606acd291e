namespace Sluice.Proxy.GameDays;

/// <summary>An operator's order as it is written, in the words of the configuration.</summary>
/// <param name="For">How long; null is half a minute.</param>
/// <param name="Backend">The backend's name.</param>
/// <param name="By">How late, or how far.</param>
internal sealed record GameDayRequest(string? For = null, string? Backend = null, string? By = null);

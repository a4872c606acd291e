namespace Sluice.Proxy.Hosting;

/// <summary>What came of an upgrade.</summary>
/// <param name="ProcessId">The process that accepts clients now; null if it failed.</param>
/// <param name="Fault">Why it failed; null if it did not.</param>
internal sealed record UpgradeResult(int? ProcessId, string? Fault);

namespace Sluice.Soak;

/// <summary>One bar and what was measured against it.</summary>
internal sealed record Verdict(string What, string Bar, string Measured, bool Holds);

namespace Sluice.Proxy.Backends.Probing;

/// <summary>A variable that requests bring to a backend.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">What the probe sets it to.</param>
/// <param name="IsNeeded">True if the backend does not know what the configuration wants it to know unless it arrives.</param>
internal sealed record ProbedVariable(string Name, string Value, bool IsNeeded);

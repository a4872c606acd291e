namespace Sluice.Fuzz;

/// <summary>The code did not do what it says for some input.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);

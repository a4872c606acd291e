namespace Sluice.Load;

/// <summary>The load could not be put on: one sentence says why.</summary>
internal sealed class LoadFailedException(string message) : Exception(message);

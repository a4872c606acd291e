namespace Sluice.Architecture.Tests;

/// <summary>A line that breaks a rule.</summary>
public sealed record Violation(string File, int Line, string Sentence)
{
    public override string ToString() => $"{File}:{Line}: {Sentence}";
}

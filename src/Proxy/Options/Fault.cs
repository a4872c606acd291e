namespace Sluice.Proxy.Options;

/// <summary>One thing that is wrong with a configuration.</summary>
/// <param name="Key">The key's path, as in <c>Sluice:Backends:main:Address</c>.</param>
/// <param name="Sentence">What is wrong and what was expected.</param>
internal sealed record Fault(string Key, string Sentence)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Key}: {Sentence}";
}

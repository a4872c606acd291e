namespace Sluice.Proxy.Routing;

/// <summary>A pattern with <c>*</c> (any run of characters) and <c>?</c> (any one), matched against the whole text, case-sensitive.</summary>
internal sealed class Glob(string pattern)
{
    /// <summary>The pattern as written.</summary>
    public string Pattern { get; } = pattern;

    /// <summary>True if the whole of <paramref name="text"/> matches.</summary>
    public bool IsMatch(ReadOnlySpan<char> text) => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(Pattern, text, ignoreCase: false);

    /// <inheritdoc/>
    public override string ToString() => Pattern;
}

namespace Sluice.Proxy.Routing;

/// <summary>
/// A pattern of repository paths: <c>*</c> matches within a component, <c>**</c> across components, <c>?</c> one
/// character. Each <c>*</c> and <c>**</c> captures what it took, numbered from 1 in the order of the pattern.
/// </summary>
internal sealed class RepositoryPattern
{
    /// <summary>Compiles the pattern; any text is one.</summary>
    public RepositoryPattern(string pattern) => Pattern = pattern;

    /// <summary>The pattern as written.</summary>
    public string Pattern { get; }

    /// <summary>How many captures a match gives.</summary>
    public int CaptureCount => throw new NotImplementedException(Pattern);

    /// <summary>Matches a normalised repository path; the captures stand at index 0 for <c>$1</c> and so on.</summary>
    public bool TryMatch(string repository, out string[] captures) => throw new NotImplementedException(Pattern + repository);
}

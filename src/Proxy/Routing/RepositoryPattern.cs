using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Proxy.Routing;

/// <summary>
/// A pattern of repository paths: <c>*</c> matches within a component, <c>**</c> across components, <c>?</c> one
/// character. Each <c>*</c> and <c>**</c> captures what it took, numbered from 1 in the order of the pattern. A
/// <c>**/</c> at the beginning or behind a slash also takes no component at all.
/// </summary>
/// <remarks>
/// git finds one repository under several names: <c>x</c>, <c>x.git</c>, <c>x/.git</c>. So a pattern that ends in a plain
/// name or in <c>.git</c> matches all of them; otherwise a rule for one name could be walked around by another.
/// </remarks>
internal sealed class RepositoryPattern
{
    private readonly Regex _regex;

    /// <summary>Compiles the pattern; any text is one.</summary>
    public RepositoryPattern(string pattern)
    {
        Pattern = pattern;
        var text = pattern.Trim('/');
        var expression = new StringBuilder("^");
        var name = text.EndsWith(".git", StringComparison.Ordinal) ? text[..^4] : text;
        CaptureCount = Translate(name, expression);
        if (name.Length != text.Length || !name.EndsWith('*')) expression.Append(@"(?:\.git)?(?:/\.git)?");
        // \z: `$` would also match before a line feed. NonBacktracking: time linear in a text that a client chooses.
        _regex = new Regex(
            expression.Append(@"\z").ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    /// <summary>The pattern as written.</summary>
    public string Pattern { get; }

    /// <summary>How many captures a match gives.</summary>
    public int CaptureCount { get; }

    /// <summary>Matches a normalised repository path; the captures stand at index 0 for <c>$1</c> and so on.</summary>
    public bool TryMatch(string repository, out string[] captures)
    {
        var match = _regex.Match(repository);
        captures = [];
        if (!match.Success) return false;
        if (CaptureCount == 0) return true;
        captures = new string[CaptureCount];
        for (var i = 0; i < captures.Length; i++) captures[i] = match.Groups[i + 1].Value;
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Pattern;

    // Wildcards take as little as they can, so that the optional .git behind them is not taken for a part of the name.
    private static int Translate(string pattern, StringBuilder expression)
    {
        var captures = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            var atComponent = i == 0 || pattern[i - 1] == '/';
            if (pattern.AsSpan(i).StartsWith("**/") && atComponent)
            {
                expression.Append("(?:(.*?)/)?");
                i += 2;
                captures++;
            }
            else if (pattern.AsSpan(i).StartsWith("**"))
            {
                expression.Append("(.*?)");
                i++;
                captures++;
            }
            else if (pattern[i] == '*')
            {
                expression.Append("([^/]*?)");
                captures++;
            }
            else if (pattern[i] == '?')
            {
                expression.Append("[^/]");
            }
            else
            {
                expression.Append(Regex.Escape(pattern[i].ToString()));
            }
        }
        return captures;
    }
}

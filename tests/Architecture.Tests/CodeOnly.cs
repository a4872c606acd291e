using System.Text;

namespace Sluice.Architecture.Tests;

/// <summary>Blanks comments, strings and characters out of C# text, line for line, so that rules see code alone.</summary>
internal static class CodeOnly
{
    public static string[] Lines(string text)
    {
        var code = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var end = EndOfNonCode(text, i);
            if (end == i)
            {
                code.Append(text[i++]);
                continue;
            }

            // Line ends stay where they were: a violation is named by its line.
            for (; i < end; i++)
                code.Append(text[i] == '\n' ? '\n' : ' ');
        }

        return code.ToString().Split('\n');
    }

    /// <summary>The end of the comment, string or character that begins at a position; the position itself if none does.</summary>
    private static int EndOfNonCode(string text, int at)
    {
        var rest = text.AsSpan(at);
        if (rest.StartsWith("//"))
            return After(text, "\n", at, inclusive: false);
        if (rest.StartsWith("/*"))
            return After(text, "*/", at + 2);
        if (rest.StartsWith("\"\"\""))
        {
            var quotes = rest.IndexOfAnyExcept('"') is var count and > 0 ? count : rest.Length;
            return After(text, new string('"', quotes), at + quotes);
        }

        var isVerbatim = rest.StartsWith("@\"") || rest.StartsWith("$@\"") || rest.StartsWith("@$\"");
        if (isVerbatim)
            return EndOfVerbatim(text, text.IndexOf('"', at) + 1);
        return rest[0] is '"' or '\'' ? EndOfQuoted(text, at) : at;
    }

    private static int EndOfVerbatim(string text, int at)
    {
        for (; at < text.Length; at++)
        {
            if (text[at] != '"')
                continue;
            if (at + 1 < text.Length && text[at + 1] == '"')
                at++;
            else
                return at + 1;
        }

        return text.Length;
    }

    private static int EndOfQuoted(string text, int at)
    {
        for (var i = at + 1; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == text[at])
                return i + 1;
        }

        // Not a literal after all, such as an apostrophe in a directive's text.
        return at + 1;
    }

    private static int After(string text, string mark, int from, bool inclusive = true)
    {
        var found = text.IndexOf(mark, from, StringComparison.Ordinal);
        return found < 0 ? text.Length : inclusive ? found + mark.Length : found;
    }
}

using System.Text;

namespace Sluice.Fuzz;

/// <summary>
/// Splits a line as a POSIX shell does (Shell Command Language, section 2.2), by code that shares nothing with the
/// product's. What such a shell would expand or take for an operator breaks a promise.
/// </summary>
internal static class PosixWords
{
    private const string Special = "|&;<>()$`*?[]#{}!";

    public static List<string> Split(string line)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == ' ')
            {
                if (word is not null) words.Add(word.ToString());
                word = null;
                continue;
            }
            word ??= new StringBuilder();
            if (line[i] is '\'' or '"')
            {
                var end = line.IndexOf(line[i], i + 1);
                Promise.Keep(end > 0, "Quotes come in pairs.");
                var inner = line[(i + 1)..end];
                Promise.Keep(line[i] == '\'' || inner.AsSpan().IndexOfAny("\\$`") < 0, "Nothing is expanded within double quotes.");
                word.Append(inner);
                i = end;
            }
            else if (line[i] == '\\')
            {
                Promise.Keep(i + 1 < line.Length, "A backslash stands before something.");
                word.Append(line[++i]);
            }
            else
            {
                Promise.Keep(!Special.Contains(line[i], StringComparison.Ordinal) && !char.IsControl(line[i]), "Nothing outside of quotes means anything to a shell.");
                word.Append(line[i]);
            }
        }
        if (word is not null) words.Add(word.ToString());
        return words;
    }
}

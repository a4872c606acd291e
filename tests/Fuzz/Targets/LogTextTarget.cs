using System.Globalization;
using System.Text;

using Sluice.Proxy.Observability;

namespace Sluice.Fuzz.Targets;

/// <summary>Text of strangers in a log line.</summary>
internal static class LogTextTarget
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.UTF8.GetString(input);
        var line = new StringBuilder();
        LogText.AppendField(line, "user", text);
        var written = line.ToString();
        Promise.Keep(written.EnumerateRunes().All(IsPrintable), "A log line steers no terminal.");
        Promise.Keep(written.StartsWith(" user=", StringComparison.Ordinal), "A field has its name.");
        var value = written[" user=".Length..];
        Promise.Keep(value[0] == '"' ? IsOneQuotedWord(value) : !value.AsSpan().ContainsAny(" \"="), "A value is one word: nobody adds a field.");
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static bool IsOneQuotedWord(string value)
    {
        for (var i = 1; i < value.Length; i++)
        {
            if (value[i] == '\\') i++;
            else if (value[i] == '"') return i == value.Length - 1;
        }
        return false;
    }
}

using System.Globalization;
using System.Text;

namespace Sluice.Proxy.Observability;

/// <summary>Makes text from strangers safe for a line that a person reads in a terminal.</summary>
internal static class LogText
{
    /// <summary>
    /// Writes control and formatting characters as <c>\n</c> or <c>\u{202e}</c>: nobody who chooses a user name may begin a
    /// line of the log, steer a terminal or turn the direction of writing.
    /// </summary>
    public static void AppendPrintable(StringBuilder line, string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\n') line.Append("\\n");
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                line.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            else line.Append(rune.ToString());
        }
    }

    /// <summary>A text with its control characters written so.</summary>
    public static string Printable(string text)
    {
        var line = new StringBuilder(text.Length);
        AppendPrintable(line, text);
        return line.ToString();
    }

    /// <summary>
    /// A user name that a stranger chose, as one word: with a space in it, it could look like the rest of a phrase and
    /// give another address as its own to who reads such phrases.
    /// </summary>
    public static string Word(string text) => text.Length == 0 ? "-" : text.Replace(" ", "\\u{20}", StringComparison.Ordinal);

    /// <summary>What a stranger may choose at any length, cut to what a reader needs.</summary>
    public static string Brief(string text) => text.Length <= 128 ? text : $"{text.AsSpan(0, 128)}…";

    /// <summary>A time as in <c>2.4s</c>, <c>90.5s</c> below two minutes and <c>10m</c>, <c>1h30m</c> above.</summary>
    public static string Duration(TimeSpan time) => time < TimeSpan.FromMinutes(2) && time.TotalSeconds % 60 != 0
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###}s")
        : time == TimeSpan.Zero ? "0s" : Options.Duration.Write(time);

    /// <summary>Writes <c> name=value</c>, the value in quotes where it would not be one word.</summary>
    public static void AppendField(StringBuilder line, string name, object? value)
    {
        // Without an exponent, which few who read or cut up such lines expect.
        var text = value is double number ? number.ToString("0.######", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        line.Append(' ').Append(name).Append('=');
        if (text.Length > 0 && !text.AsSpan().ContainsAny(" \"=\\"))
        {
            AppendPrintable(line, text);
            return;
        }
        line.Append('"');
        AppendPrintable(line, text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal));
        line.Append('"');
    }
}

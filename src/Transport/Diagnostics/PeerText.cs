using System.Globalization;
using System.Text;

namespace Sluice.Transport.Diagnostics;

/// <summary>Makes what a peer says to people fit for one line of a log or a terminal.</summary>
internal static class PeerText
{
    /// <summary>The most UTF-16 units that are kept; a packet holds 35,000 bytes.</summary>
    public const int MaxLength = 256;

    /// <summary>
    /// The beginning of the text, with <c>?</c> for each character that would begin a line, steer a terminal or turn the
    /// direction of writing (RFC 4251 section 9.2).
    /// </summary>
    public static string Brief(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > MaxLength) break;
            if (IsPrintable(rune)) line.Append(rune.ToString());
            else line.Append('?');
        }
        return line.ToString();
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}

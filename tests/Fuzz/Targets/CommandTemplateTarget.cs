using System.Text;

using Sluice.Proxy.Commands;

namespace Sluice.Fuzz.Targets;

/// <summary>A backend's CommandTemplate, filled in with what strangers choose.</summary>
internal static class CommandTemplateTarget
{
    // Stands for a value, so that the words of the template are known before one fills it.
    private const string Mark = "\ue000";

    public static void Run(ReadOnlySpan<byte> input)
    {
        var cursor = new InputCursor(input);
        var written = Encoding.UTF8.GetString(cursor.TakeChunk());
        var value = Encoding.UTF8.GetString(cursor.TakeChunk());
        if (!CommandTemplate.TryParse(written, out var template, out var fault, out _))
        {
            Promise.Keep(fault.Length > 0 && !fault.Any(char.IsControl), "A fault is a sentence.");
            return;
        }
        if (written.Contains(Mark, StringComparison.Ordinal) || !template.TryRender(Fill(Mark), out var marked, out _)) return;
        if (!template.TryRender(Fill(value), out var line, out var refusal))
        {
            Promise.Keep(refusal.Length > 0 && !refusal.Any(char.IsControl) && line.Length == 0, "A refusal is a sentence.");
            return;
        }
        Promise.Keep(line.Length <= CommandTemplate.MaxLength, "A line keeps to its bound.");
        var expected = PosixWords.Split(Encoding.UTF8.GetString(marked)).ConvertAll(word => word.Replace(Mark, value, StringComparison.Ordinal));
        Promise.Keep(PosixWords.Split(Encoding.UTF8.GetString(line)).SequenceEqual(expected), "A value is a piece of the word that its field stands in, and nothing more.");
    }

    private static TemplateValues Fill(string value) => new(value, value, value, value, value, value, value, value, value);
}

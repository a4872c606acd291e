using System.Globalization;
using System.Text;

namespace Sluice.Proxy.Options;

/// <summary>Times as sshd_config writes them: <c>90</c>, <c>90s</c>, <c>10m</c>, <c>1h30m</c>, <c>2d</c>, <c>1w</c>, and <c>500ms</c>; the parts add up.</summary>
internal static class Duration
{
    /// <summary>What to tell a person who wrote something else.</summary>
    public const string Expected = "a time such as 90s, 10m, 1h30m or 2d";

    private const long Longest = 10L * 365 * 24 * 3600 * 1000;

    /// <summary>Writes a time as it may be read: <c>10m</c>, <c>1h30m</c>; whole seconds, or milliseconds below one.</summary>
    public static string Write(TimeSpan duration)
    {
        if (duration < TimeSpan.FromSeconds(1)) return string.Create(CultureInfo.InvariantCulture, $"{(long)duration.TotalMilliseconds}ms");
        Span<(long Value, char Unit)> parts = [((long)duration.TotalHours, 'h'), (duration.Minutes, 'm'), (duration.Seconds, 's')];
        var text = new StringBuilder();
        foreach (var (value, unit) in parts)
        {
            if (value > 0) text.Append(CultureInfo.InvariantCulture, $"{value}{unit}");
        }
        return text.ToString();
    }

    /// <summary>Reads a time of at most ten years.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        long total = 0, number = 0;
        var digits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = char.ToLowerInvariant(text[i]);
            if (char.IsAsciiDigit(c))
            {
                number = (number * 10) + (c - '0');
                if (++digits > 10) return false;
                continue;
            }
            var isMilliseconds = c == 'm' && i + 1 < text.Length && text[i + 1] is 's' or 'S';
            var unit = isMilliseconds ? 1 : c switch { 's' => 1000, 'm' => 60_000, 'h' => 3_600_000, 'd' => 86_400_000, 'w' => 604_800_000, _ => 0 };
            if (unit == 0 || digits == 0) return false;
            total += number * unit;
            if (total > Longest) return false;
            number = 0;
            digits = 0;
            if (isMilliseconds) i++;
        }
        total += number * 1000;
        if (text.Length == 0 || total > Longest) return false;
        duration = TimeSpan.FromMilliseconds(total);
        return true;
    }
}

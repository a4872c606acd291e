namespace Sluice.Proxy.Options;

/// <summary>Times as sshd_config writes them: <c>90</c>, <c>90s</c>, <c>10m</c>, <c>1h30m</c>, <c>2d</c>, <c>1w</c>; the parts add up.</summary>
internal static class Duration
{
    /// <summary>What to tell a person who wrote something else.</summary>
    public const string Expected = "a time such as 90s, 10m, 1h30m or 2d";

    private const long LongestSeconds = 10L * 365 * 24 * 3600;

    /// <summary>Reads a time of at most ten years.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        long total = 0, number = 0;
        var digits = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                number = (number * 10) + (c - '0');
                if (++digits > 10) return false;
                continue;
            }
            var unit = char.ToLowerInvariant(c) switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, 'w' => 604800, _ => 0 };
            if (unit == 0 || digits == 0) return false;
            total += number * unit;
            if (total > LongestSeconds) return false;
            number = 0;
            digits = 0;
        }
        total += number;
        if (text.Length == 0 || total > LongestSeconds) return false;
        duration = TimeSpan.FromSeconds(total);
        return true;
    }
}

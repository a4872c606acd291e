namespace Sluice.Proxy.Options;

/// <summary>Finds the word that a person probably meant.</summary>
internal static class Suggestion
{
    /// <summary><c> Did you mean X?</c> with a leading space, or nothing.</summary>
    public static string For(string written, IEnumerable<string> known)
    {
        var best = known
            .Select(word => (Word: word, Distance: Distance(written.ToUpperInvariant(), word.ToUpperInvariant())))
            .Where(candidate => candidate.Distance <= Math.Max(written.Length > 3 ? 2 : 1, written.Length / 3))
            .OrderBy(candidate => candidate.Distance)
            .FirstOrDefault();
        return best.Word is null ? "" : $" Did you mean {best.Word}?";
    }

    // Levenshtein's distance, one row at a time.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}

namespace Sluice.Load;

/// <summary>The spread of some times: each is one that was seen, the nearest above its share.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="P50">Half are at or below.</param>
/// <param name="P95">95 % are at or below.</param>
/// <param name="P99">99 % are at or below.</param>
/// <param name="Max">The longest.</param>
internal sealed record Percentiles(int Count, double P50, double P95, double P99, double Max)
{
    /// <summary>Of nothing, all are 0.</summary>
    public static Percentiles Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? new(0, 0, 0, 0, 0) : new(sorted.Length, At(0.5), At(0.95), At(0.99), sorted[^1]);

        double At(double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }
}

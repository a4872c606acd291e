namespace Sluice.Proxy.Admin;

/// <summary>The values of a series' labels, in order.</summary>
internal static class LabelValues
{
    /// <summary>Two are the same if each value is.</summary>
    public static IEqualityComparer<string[]> Comparer { get; } = EqualityComparer<string[]>.Create(
        static (left, right) => ReferenceEquals(left, right) || (left is not null && right is not null && left.AsSpan().SequenceEqual(right)),
        static values => values.Aggregate(0, HashCode.Combine));
}

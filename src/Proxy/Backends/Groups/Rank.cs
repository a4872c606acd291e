namespace Sluice.Proxy.Backends.Groups;

/// <summary>
/// Where a member stands in one decision; the least goes first. Taken once before sorting, because sessions change
/// meanwhile and a comparison that changes its mind breaks a sort.
/// </summary>
/// <param name="Tier">0 before 1, whatever else is said.</param>
/// <param name="Score">What the placement says.</param>
/// <param name="LastTurn">Breaks ties.</param>
/// <param name="Index">The member's place in the configuration; breaks what ties remain.</param>
internal readonly record struct Rank(int Tier, double Score, long LastTurn, int Index) : IComparable<Rank>
{
    /// <inheritdoc/>
    public int CompareTo(Rank other)
    {
        var order = Tier.CompareTo(other.Tier);
        if (order == 0) order = Score.CompareTo(other.Score);
        if (order == 0) order = LastTurn.CompareTo(other.LastTurn);
        return order == 0 ? Index.CompareTo(other.Index) : order;
    }
}

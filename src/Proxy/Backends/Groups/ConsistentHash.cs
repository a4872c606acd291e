namespace Sluice.Proxy.Backends.Groups;

/// <summary>
/// Weighted rendezvous hashing: for each repository every member draws a lot that depends on the two of them alone, and
/// the best lot wins. So a member that goes takes only its own repositories with it, which spread over the others by
/// weight; one that comes takes only what will be its own; and every process that knows the names places alike.
/// </summary>
internal sealed class ConsistentHash : Placement
{
    private const double Unit = 1.0 / (1UL << 53);

    /// <inheritdoc/>
    public override double Score(Candidate candidate, RepositoryKey repository)
    {
        // 53 bits are what a double holds; the half keeps the lot off 0 and 1. Of exponential lots with the rates w, each
        // is the least with the probability w / sum of all w.
        var lot = ((StableHash.Mix(repository.Hash ^ candidate.NameHash) >> 11) + 0.5) * Unit;
        return -Math.Log(lot) / candidate.Member.Weight;
    }
}

using Sluice.Proxy.Options;

namespace Sluice.Proxy.Backends.Groups;

/// <summary>Chooses among members that would all do. Has no state; called from any thread.</summary>
internal abstract class Placement
{
    /// <summary>The placement of that policy.</summary>
    public static Placement Of(PlacementPolicy policy) => policy == PlacementPolicy.ConsistentHash ? new ConsistentHash() : new LeastSessions();

    /// <summary>How far a member is from being the choice; the least is tried first.</summary>
    public abstract double Score(Candidate candidate, RepositoryKey repository);
}

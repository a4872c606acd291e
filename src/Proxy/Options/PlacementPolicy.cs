namespace Sluice.Proxy.Options;

/// <summary>How a group chooses among members that would all do.</summary>
internal enum PlacementPolicy
{
    /// <summary>The fewest sessions for its weight.</summary>
    LeastSessions,

    /// <summary>Always the same one for a repository, so that its caches know it.</summary>
    ConsistentHash,
}

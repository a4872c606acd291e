namespace Sluice.Proxy.Backends.Groups;

/// <summary>
/// The member that will have the fewest sessions for its weight once it has this one, as HAProxy's leastconn counts. That
/// the coming session counts makes weights matter when nobody has any.
/// </summary>
internal sealed class LeastSessions : Placement
{
    /// <inheritdoc/>
    public override double Score(Candidate candidate, RepositoryKey repository) => (candidate.Member.Sessions + 1.0) / candidate.Member.Weight;
}

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Commands;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Backends.Groups;

/// <summary>Says which members of a group are asked for a repository, and in which order.</summary>
/// <remarks>
/// Any number of requests may ask at once, without a lock: members and their order in memory never change, every number
/// that does is read once into the caller's stack, and whose turn it was is a hint that two requests may both act on.
/// </remarks>
internal sealed class BackendGroup
{
    private readonly BackendGroupModel _model;
    private readonly Placement _placement;
    private readonly RecentWrites _writes;
    private readonly Candidate[] _all;
    private readonly Candidate[] _primaries;
    private readonly PanicRule _readPanic;
    private readonly PanicRule _writePanic;
    private long _turn;

    /// <summary>A group of at most <see cref="BackendGroupModel.MostMembers"/> members.</summary>
    /// <param name="model">The configuration.</param>
    /// <param name="members">The members of the configuration as they are now, in any order.</param>
    /// <param name="writes">The process's recent writes.</param>
    /// <param name="logger">Takes the panic rule's lines.</param>
    public BackendGroup(BackendGroupModel model, IReadOnlyList<IMember> members, RecentWrites writes, ILogger logger)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(members.Count, BackendGroupModel.MostMembers);
        _model = model;
        _placement = Placement.Of(model.Placement);
        _writes = writes;
        _all = [.. members.Select(member => new Candidate(member))];
        _primaries = [.. _all.Where(candidate => candidate.Member.Role == MemberRole.Primary)];
        _readPanic = new PanicRule(model.Name, Access.Read, model.PanicThreshold, logger);
        _writePanic = new PanicRule(model.Name, Access.Write, model.PanicThreshold, logger);
    }

    /// <summary>The group's name.</summary>
    public string Name => _model.Name;

    /// <summary>Its settings.</summary>
    public BackendGroupModel Model => _model;

    /// <summary>True while too few members are left for reads or for writes, and ejected ones are used as well.</summary>
    public bool IsPanicking => _readPanic.Holds || _writePanic.Holds;

    /// <summary>
    /// The members to ask, in this order: the first is the choice, the others are tried while nothing was delivered. Writes
    /// go to primaries. So do reads of what is being written or was within ReadYourWrites; other reads go to replicas
    /// first and to primaries after them. Never empty. One array is all that it allocates beyond the repository's hash.
    /// </summary>
    /// <param name="repository">The path as it is asked of the backend.</param>
    /// <param name="access">What the command may do.</param>
    /// <param name="now">Milliseconds of the clock that <see cref="RecentWrites"/> is told.</param>
    public IReadOnlyList<IMember> Order(string repository, Access access, long now)
    {
        var key = RepositoryKey.Of(repository);
        var needsPrimary = access == Access.Write || IsReadOfPrimary(key, now);
        var candidates = needsPrimary ? _primaries : _all;
        Span<Rank> ranks = stackalloc Rank[candidates.Length];
        var usable = 0;
        var ejected = candidates.Length;
        for (var i = 0; i < candidates.Length; i++)
        {
            var member = candidates[i].Member;
            var rank = new Rank(member.Role == MemberRole.Replica ? 0 : 1, _placement.Score(candidates[i], key), candidates[i].LastTurn, i);
            ranks[member.IsUsable ? usable++ : --ejected] = rank;
        }
        var isPanic = (needsPrimary ? _writePanic : _readPanic).Applies(usable, candidates.Length);
        ranks = isPanic ? ranks : ranks[..usable];
        ranks.Sort();
        candidates[ranks[0].Index].LastTurn = Interlocked.Increment(ref _turn);
        return Members(candidates, ranks);
    }

    private static IMember[] Members(Candidate[] candidates, ReadOnlySpan<Rank> ranks)
    {
        var members = new IMember[ranks.Length];
        for (var i = 0; i < members.Length; i++) members[i] = candidates[ranks[i].Index].Member;
        return members;
    }

    private bool IsReadOfPrimary(RepositoryKey key, long now) =>
        _primaries.Length < _all.Length && _writes.Contains(key, _model.ReadYourWrites, now);
}

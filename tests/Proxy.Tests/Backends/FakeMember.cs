using System.Collections.Immutable;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Backends.Groups;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Tests.Backends;

/// <summary>A member whose numbers a test sets.</summary>
internal sealed class FakeMember(string name, int weight = 1, MemberRole role = MemberRole.Primary) : IMember
{
    private int _sessions;

    public string Name => name;

    public int Weight => weight;

    public MemberRole Role => role;

    public int Sessions
    {
        get => Volatile.Read(ref _sessions);
        set => Volatile.Write(ref _sessions, value);
    }

    public bool IsUsable { get; set; } = true;

    public static FakeMember Replica(string name, int weight = 1) => new(name, weight, MemberRole.Replica);

    /// <summary>A group of such members.</summary>
    public static BackendGroup Group(PlacementPolicy placement, RecentWrites writes, ILogger logger, int panicThreshold, params FakeMember[] members)
    {
        var models = members.Select(member => new BackendGroupMemberModel(member.Name, member.Weight, member.Role)).ToImmutableArray();
        return new BackendGroup(new BackendGroupModel("g", models, placement, TimeSpan.FromSeconds(10), panicThreshold), members, writes, logger);
    }

    public void AddSession() => Interlocked.Increment(ref _sessions);

    public void RemoveSession() => Interlocked.Decrement(ref _sessions);
}

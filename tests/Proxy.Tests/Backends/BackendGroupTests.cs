using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Proxy.Backends.Groups;
using Sluice.Proxy.Commands;
using Sluice.Proxy.Options;

using Xunit;

namespace Sluice.Proxy.Tests.Backends;

public sealed class BackendGroupTests
{
    private readonly RecentWrites _writes = new(TimeSpan.FromSeconds(10));
    private readonly CapturedLog<BackendGroup> _log = new();

    [Fact]
    public void Writes_go_to_primaries_and_to_nobody_else()
    {
        var group = Group(new("p1"), new("p2"), FakeMember.Replica("r1", 1000));
        Assert.Equal(["p1", "p2"], Order(group, Access.Write));
        Assert.Equal(["p2", "p1"], Order(group, Access.Write));
    }

    [Fact]
    public void Reads_go_to_replicas_however_busy_and_fall_back_on_primaries()
    {
        var group = Group(new("p", 1000), FakeMember.Replica("r1"), FakeMember.Replica("r2"));
        Assert.Equal(["r1", "r2", "p"], Order(group, Access.Read));
        Assert.Equal(["r2", "r1", "p"], Order(group, Access.Read));
    }

    [Fact]
    public void Reads_go_to_primaries_when_no_replica_is_usable()
    {
        FakeMember[] members = [new("p1"), new("p2"), FakeMember.Replica("r")];
        members[2].IsUsable = false;
        Assert.Equal(["p1", "p2"], Order(Group(members), Access.Read));
    }

    [Fact]
    public void What_was_written_is_read_from_primaries_only_until_the_time_is_over()
    {
        var group = Group(new("p"), FakeMember.Replica("r"));
        var mark = _writes.Begin("/r.git", 0);
        Assert.Equal(["p"], Order(group, Access.Read, 3_600_000));
        mark.End(3_600_000);
        Assert.Equal(["p"], Order(group, Access.Read, 3_609_999));
        Assert.Equal(["r", "p"], Order(group, Access.Read, 3_610_000));
        Assert.Equal(["r", "p"], [.. group.Order("other", Access.Read, 3_600_000).Select(member => member.Name)]);
    }

    [Fact]
    public void A_stale_replica_does_not_answer_for_a_primary_that_is_ejected()
    {
        FakeMember[] members = [new("p"), FakeMember.Replica("r")];
        var group = Group(members);
        _writes.Begin("r", 0).End(0);
        members[0].IsUsable = false;
        Assert.Equal(["p"], Order(group, Access.Read, 5_000));
        Assert.Equal(["r"], Order(group, Access.Read, 10_000));
    }

    [Fact]
    public void Members_that_are_ejected_are_not_asked()
    {
        FakeMember[] members = [new("a"), new("b"), new("c"), new("d")];
        members[1].IsUsable = members[2].IsUsable = false;
        Assert.Equal(["a", "d"], Order(Group(members), Access.Write));
        Assert.Empty(_log.Events);
    }

    [Fact]
    public void Below_the_panic_threshold_all_are_asked_and_the_log_says_so_once()
    {
        FakeMember[] members = [new("a"), new("b"), new("c")];
        var group = Group(members);
        members[0].IsUsable = members[1].IsUsable = false;
        for (var i = 0; i < 10; i++) Assert.Equal(["a", "b", "c"], Order(group, Access.Write).Order());
        Assert.True(group.IsPanicking);
        Assert.Contains("1 of 3", Assert.Single(_log.Events).Text, StringComparison.Ordinal);
        members[0].IsUsable = true;
        for (var i = 0; i < 10; i++) Assert.Equal(["a", "c"], Order(group, Access.Write).Order());
        Assert.False(group.IsPanicking);
        Assert.Equal(2, _log.Events.Count);
    }

    [Fact]
    public void The_panic_rule_counts_those_that_may_serve_and_not_the_whole_group()
    {
        FakeMember[] members = [new("p"), FakeMember.Replica("r1"), FakeMember.Replica("r2")];
        var group = Group(members);
        members[0].IsUsable = false;
        // No primary is left of one, but two members of three are left for reads.
        Assert.Equal(["p"], Order(group, Access.Write));
        Assert.Equal(["r1", "r2"], Order(group, Access.Read));
    }

    [Theory]
    [InlineData(0, 1, "a")]
    [InlineData(0, 0, "a b c d")]
    [InlineData(50, 2, "a b")]
    [InlineData(50, 1, "a b c d")]
    [InlineData(51, 2, "a b c d")]
    [InlineData(100, 4, "a b c d")]
    [InlineData(100, 3, "a b c d")]
    public void The_threshold_is_a_share_that_must_be_left(int threshold, int usable, string expected)
    {
        FakeMember[] members = [new("a"), new("b"), new("c"), new("d")];
        foreach (var member in members[usable..]) member.IsUsable = false;
        var group = FakeMember.Group(PlacementPolicy.LeastSessions, _writes, NullLogger.Instance, threshold, members);
        Assert.Equal(expected.Split(' '), Order(group, Access.Write).Order());
    }

    [Fact]
    public async Task Many_requests_at_once_each_get_every_member_once_and_the_work_is_even()
    {
        FakeMember[] members = [new("a"), new("b"), new("c", 2), FakeMember.Replica("r1"), FakeMember.Replica("r2")];
        var group = Group(members);
        var chosen = new int[5];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 5_000; i++)
            {
                // Loads change under the sort's hands, which must not notice.
                members[random.Next(5)].Sessions = random.Next(3);
                var access = (Access)random.Next(2);
                var order = Order(group, access);
                Assert.Equal(access == Access.Write ? ["a", "b", "c"] : ["a", "b", "c", "r1", "r2"], order.Order());
                if (access == Access.Read) Interlocked.Increment(ref chosen[Array.FindIndex(members, member => member.Name == order[0])]);
            }
        }, TestContext.Current.CancellationToken)));
        Assert.Equal(0, chosen[0] + chosen[1] + chosen[2]);
        Assert.InRange(chosen[3] / (double)(chosen[3] + chosen[4]), 0.4, 0.6);
    }

    private static string[] Order(BackendGroup group, Access access, long now = 0) => [.. group.Order("r", access, now).Select(member => member.Name)];

    private BackendGroup Group(params FakeMember[] members) => FakeMember.Group(PlacementPolicy.LeastSessions, _writes, _log, 50, members);
}

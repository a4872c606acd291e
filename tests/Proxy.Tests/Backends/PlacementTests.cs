using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Proxy.Backends.Groups;
using Sluice.Proxy.Commands;
using Sluice.Proxy.Options;

using Xunit;

namespace Sluice.Proxy.Tests.Backends;

public sealed class PlacementTests
{
    private const int Repositories = 20_000;

    private readonly RecentWrites _writes = new(TimeSpan.FromSeconds(10));

    [Fact]
    public void Least_sessions_fills_members_in_proportion_to_their_weights()
    {
        FakeMember[] members = [new("a"), new("b", 3), new("c", 6)];
        var group = Group(PlacementPolicy.LeastSessions, members);
        for (var i = 0; i < 1000; i++) ((FakeMember)First(group, $"r{i}")).AddSession();
        Assert.Equal([100, 300, 600], members.Select(member => member.Sessions));
    }

    [Fact]
    public void Least_sessions_stays_in_proportion_while_sessions_end_in_any_order()
    {
        FakeMember[] members = [new("a"), new("b", 2)];
        var group = Group(PlacementPolicy.LeastSessions, members);
        var random = new Random(1);
        var open = new List<FakeMember>();
        for (var i = 0; i < 20_000; i++)
        {
            var chosen = (FakeMember)First(group, "r");
            chosen.AddSession();
            open.Add(chosen);
            if (open.Count <= 300) continue;
            var ending = random.Next(open.Count);
            open[ending].RemoveSession();
            open.RemoveAt(ending);
            Assert.InRange(members[1].Sessions, 199 - (i < 1000 ? 200 : 25), 225);
        }
    }

    [Fact]
    public void Equal_members_take_turns()
    {
        FakeMember[] members = [new("a"), new("b"), new("c"), new("d")];
        members[3].Sessions = 1;
        var group = Group(PlacementPolicy.LeastSessions, members);
        var chosen = Enumerable.Range(0, 9).Select(_ => First(group, "r").Name).ToArray();
        Assert.Equal(["a", "b", "c", "a", "b", "c", "a", "b", "c"], chosen);
    }

    [Fact]
    public void The_fall_backs_follow_in_the_order_of_their_load()
    {
        FakeMember[] members = [new("a") { Sessions = 7 }, new("b") { Sessions = 2 }, new("c", 4) { Sessions = 3 }, new("d") { Sessions = 4 }];
        Assert.Equal(["c", "b", "d", "a"], Names(Group(PlacementPolicy.LeastSessions, members).Order("r", Access.Write, 0)));
    }

    // Computed apart from this code, in another language, from SHA-256 and SplitMix64: who changes the hash moves every
    // repository of every installation.
    [Theory]
    [InlineData("team/app", "b c a")]
    [InlineData("/team/site.git", "b c a")]
    [InlineData("kernel", "b a c")]
    [InlineData("x/y/z", "c b a")]
    [InlineData("tools/", "c b a")]
    [InlineData("docs/.git", "b a c")]
    public void Consistent_hash_places_alike_in_every_process_and_version(string repository, string expected) =>
        Assert.Equal(expected.Split(' '), Names(Group(PlacementPolicy.ConsistentHash, new("a"), new("b", 2), new("c")).Order(repository, Access.Read, 0)));

    [Fact]
    public void Consistent_hash_does_not_ask_for_sessions_or_the_order_in_the_configuration()
    {
        var group = Group(PlacementPolicy.ConsistentHash, new("a") { Sessions = 900 }, new("b", 2), new("c") { Sessions = 5 });
        var other = Group(PlacementPolicy.ConsistentHash, new("c"), new("b", 2) { Sessions = 77 }, new("a"));
        foreach (var repository in Names())
            Assert.Equal(Names(group.Order(repository, Access.Read, 0)), Names(other.Order(repository, Access.Read, 0)));
    }

    [Fact]
    public void Consistent_hash_spreads_repositories_by_weight()
    {
        FakeMember[] members = [new("git-1"), new("git-2"), new("git-3", 2), new("git-4", 4)];
        var counts = Names().CountBy(repository => First(Group(PlacementPolicy.ConsistentHash, members), repository).Name).ToDictionary();
        foreach (var member in members)
        {
            var share = member.Weight / 8.0;
            // Five standard deviations of a binomial distribution.
            var slack = 5 * Math.Sqrt(Repositories * share * (1 - share));
            Assert.InRange(counts[member.Name], (Repositories * share) - slack, (Repositories * share) + slack);
        }
    }

    [Fact]
    public void A_member_that_is_removed_takes_only_its_own_repositories_with_it_and_they_go_to_their_first_fall_back()
    {
        var all = Group(PlacementPolicy.ConsistentHash, new("a"), new("b", 2), new("c"), new("d"));
        var without = Group(PlacementPolicy.ConsistentHash, new("a"), new("c"), new("d"));
        var moved = new Dictionary<string, int>();
        foreach (var repository in Names())
        {
            var before = Names(all.Order(repository, Access.Read, 0));
            Assert.Equal(before.Where(name => name != "b"), Names(without.Order(repository, Access.Read, 0)));
            if (before[0] == "b") moved[before[1]] = moved.GetValueOrDefault(before[1]) + 1;
        }
        Assert.Equal(3, moved.Count);
        Assert.InRange(moved.Values.Min() / (double)moved.Values.Max(), 0.9, 1);
    }

    [Fact]
    public void A_member_that_is_ejected_and_comes_back_gets_its_repositories_back()
    {
        FakeMember[] members = [new("a"), new("b"), new("c")];
        var group = Group(PlacementPolicy.ConsistentHash, members);
        foreach (var repository in Names().Take(2000))
        {
            var before = Names(group.Order(repository, Access.Read, 0));
            members[1].IsUsable = false;
            Assert.Equal(before.Where(name => name != "b"), Names(group.Order(repository, Access.Read, 0)));
            members[1].IsUsable = true;
            Assert.Equal(before, Names(group.Order(repository, Access.Read, 0)));
        }
    }

    [Fact]
    public void A_raised_weight_only_draws_repositories_to_that_member()
    {
        var before = Group(PlacementPolicy.ConsistentHash, new("a"), new("b"), new("c"));
        var after = Group(PlacementPolicy.ConsistentHash, new("a"), new("b", 2), new("c"));
        var drawn = 0;
        foreach (var repository in Names())
        {
            var (was, became) = (First(before, repository).Name, First(after, repository).Name);
            if (was == became) continue;
            Assert.Equal("b", became);
            drawn++;
        }
        // From a third to a half of all: a sixth is drawn.
        Assert.InRange(drawn, Repositories / 6 * 0.9, Repositories / 6 * 1.1);
    }

    private static IEnumerable<string> Names()
    {
        var random = new Random(7);
        for (var i = 0; i < Repositories; i++) yield return $"team-{random.Next(200)}/repository-{random.Next()}";
    }

    private static string[] Names(IEnumerable<IMember> members) => [.. members.Select(member => member.Name)];

    private static IMember First(BackendGroup group, string repository) => group.Order(repository, Access.Read, 0)[0];

    private BackendGroup Group(PlacementPolicy placement, params FakeMember[] members) => FakeMember.Group(placement, _writes, NullLogger.Instance, 0, members);
}

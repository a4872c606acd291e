using System.Globalization;

using Sluice.Proxy.Backends.Groups;
using Sluice.Proxy.Options;

using Xunit;

namespace Sluice.Proxy.Tests.Backends;

public sealed class RecentWritesTests
{
    private static readonly TimeSpan _within = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_write_counts_while_it_runs_and_for_the_time_after_its_end()
    {
        var writes = new RecentWrites(_within);
        Assert.False(Contains(writes, "a", 0));
        var mark = writes.Begin("a", 0);
        Assert.True(Contains(writes, "a", 0));
        Assert.True(Contains(writes, "a", 1_000_000));
        mark.End(1_000_000);
        Assert.True(Contains(writes, "a", 1_009_999));
        Assert.False(Contains(writes, "a", 1_010_000));
        Assert.False(Contains(writes, "b", 1_000_000));
    }

    [Fact]
    public void A_push_to_one_spelling_is_seen_by_a_fetch_of_another()
    {
        var writes = new RecentWrites(_within);
        writes.Begin("/team/app.git", 0);
        Assert.True(Contains(writes, "team/app", 0));
    }

    [Fact]
    public void Of_several_writes_the_last_end_counts_and_a_mark_ends_once()
    {
        var writes = new RecentWrites(_within);
        var first = writes.Begin("a", 0);
        var second = writes.Begin("a", 0);
        first.End(1_000);
        first.End(2_000);
        Assert.True(Contains(writes, "a", 60_000));
        second.End(60_000);
        Assert.True(Contains(writes, "a", 69_999));
        Assert.False(Contains(writes, "a", 70_000));
    }

    [Fact]
    public void A_write_that_begins_again_is_not_forgotten_with_the_one_before()
    {
        var writes = new RecentWrites(_within);
        writes.Begin("a", 0).End(0);
        var again = writes.Begin("a", 9_000);
        writes.Begin("b", 30_000).End(30_000);
        Assert.True(Contains(writes, "a", 30_000));
        again.End(30_000);
        Assert.True(Contains(writes, "a", 39_999));
    }

    [Fact]
    public void Groups_may_ask_for_less_than_is_remembered_and_for_nothing()
    {
        var writes = new RecentWrites(_within);
        writes.Begin("a", 0).End(0);
        var key = RepositoryKey.Of("a");
        Assert.True(writes.Contains(key, TimeSpan.FromSeconds(2), 1_999));
        Assert.False(writes.Contains(key, TimeSpan.FromSeconds(2), 2_000));
        writes.Begin("a", 3_000);
        Assert.False(writes.Contains(key, TimeSpan.Zero, 3_000));
    }

    [Fact]
    public void What_is_over_is_forgotten_as_other_writes_come()
    {
        var writes = new RecentWrites(_within);
        for (var i = 0; i < 10_000; i++) writes.Begin(Name(i), i).End(i);
        Assert.Equal(10_000, writes.Count);
        for (var i = 0; i < 1_000; i++) writes.Begin("x", 30_000).End(30_000);
        Assert.Equal(1, writes.Count);
    }

    [Fact]
    public void It_remembers_for_as_long_as_the_group_that_asks_for_the_longest_also_when_groups_change()
    {
        var writes = RecentWrites.For([]);
        for (var i = 0; i < 10; i++) writes.Begin(Name(i), 0).End(0);
        Assert.Equal(0, writes.Count);
        writes.Serve([Group(2), Group(10), Group(0)]);
        writes.Begin("a", 0).End(0);
        writes.Begin("b", 9_999).End(9_999);
        Assert.Equal(2, writes.Count);
        writes.Begin("b", 10_000).End(10_000);
        Assert.Equal(1, writes.Count);

        static BackendGroupModel Group(int seconds) => new("g", [new("a", 1, MemberRole.Primary)], default, TimeSpan.FromSeconds(seconds), 50);
    }

    [Fact]
    public void What_it_has_no_room_for_counts_as_a_write_of_every_repository()
    {
        var writes = new RecentWrites(_within, 2);
        writes.Begin("a", 0).End(0);
        writes.Begin("b", 0).End(0);
        Assert.False(Contains(writes, "unwritten", 0));
        var third = writes.Begin("c", 1_000);
        Assert.True(Contains(writes, "c", 1_000_000));
        Assert.True(Contains(writes, "unwritten", 1_000_000));
        third.End(1_000_000);
        Assert.True(Contains(writes, "c", 1_009_999));
        Assert.False(Contains(writes, "c", 1_010_000));
        Assert.True(writes.Count <= 2);
    }

    [Fact]
    public void Room_that_has_become_free_is_used_again()
    {
        var writes = new RecentWrites(_within, 2);
        for (var i = 0; i < 100; i++) writes.Begin(Name(i), i * 10_000L).End(i * 10_000L);
        Assert.False(Contains(writes, "unwritten", 990_000));
    }

    /// <summary>Against a plain list of all writes there ever were: it may err to the primary, never to the past.</summary>
    [Theory]
    [InlineData(1_000)]
    [InlineData(20)]
    public void Thousands_of_random_writes_are_remembered_as_a_plain_list_would(int capacity)
    {
        var writes = new RecentWrites(_within, capacity);
        var random = new Random(capacity);
        var running = new List<(string Name, WriteMark Mark)>();
        var endedAt = new Dictionary<string, long>();
        long now = 0;
        var detours = 0;
        for (var i = 0; i < 20_000; i++)
        {
            now += random.Next(200);
            var name = Name(random.Next(200));
            if (random.Next(2) == 0) running.Add((name, writes.Begin(name, now)));
            if (running.Count > 30 || (running.Count > 0 && random.Next(2) == 0))
            {
                var index = random.Next(running.Count);
                running[index].Mark.End(now);
                endedAt[running[index].Name] = now;
                running.RemoveAt(index);
            }
            var asked = Name(random.Next(200));
            var expected = running.Exists(write => write.Name == asked) || (endedAt.TryGetValue(asked, out var ended) && now - ended < 10_000);
            var answer = Contains(writes, asked, now);
            if (expected) Assert.True(answer, $"step {i}: {asked} is written and was forgotten");
            else if (answer) detours++;
            Assert.True(writes.Count <= capacity);
        }
        Assert.True(capacity >= 200 ? detours == 0 : detours > 0, $"{detours} detours");
    }

    [Fact]
    public async Task Writes_from_many_threads_are_seen_by_their_own_reads_and_leave_nothing()
    {
        var writes = new RecentWrites(_within, 500);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                var name = Name((worker * 31) + (i % 100));
                var mark = writes.Begin(name, i);
                Assert.True(Contains(writes, name, i));
                mark.End(i);
                Assert.True(Contains(writes, name, i));
            }
        }, TestContext.Current.CancellationToken)));
        for (var i = 0; i < 100; i++) writes.Begin("last", 20_000).End(20_000);
        Assert.Equal(1, writes.Count);
        for (var i = 0; i < 400; i++) Assert.False(Contains(writes, Name(i), 20_000));
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"team/r{number}");

    private static bool Contains(RecentWrites writes, string repository, long now) => writes.Contains(RepositoryKey.Of(repository), _within, now);
}

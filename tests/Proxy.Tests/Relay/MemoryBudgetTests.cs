using Microsoft.Extensions.Time.Testing;

using Sluice.Proxy.Relay;

using Xunit;

namespace Sluice.Proxy.Tests.Relay;

public sealed class MemoryBudgetTests
{
    private const long Least = MemoryBudget.Least;
    private const long Cap = 1 << 20;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_request_begins_with_the_least_in_both_directions()
    {
        var budget = new MemoryBudget(1L << 30, _time);

        Assert.True(await budget.EnterAsync(_patience));

        Assert.Equal(MemoryBudget.Cost(2 * Least), budget.Reserved);
    }

    [Fact]
    public async Task All_that_is_left_can_be_taken_and_comes_back_to_the_byte()
    {
        var budget = new MemoryBudget(100_000_001, _time);
        Assert.True(await budget.EnterAsync(_patience));
        var before = budget.Reserved;

        var taken = budget.TakeAll();

        Assert.InRange(budget.Total - budget.Reserved, 0, 3);
        Assert.Equal(0, budget.TakeAll());
        Assert.False(await budget.EnterAsync(TimeSpan.Zero));
        budget.Release(taken);
        Assert.Equal(before, budget.Reserved);
    }

    [Fact]
    public void Room_doubles_up_to_the_cap_while_there_is_plenty()
    {
        var budget = new MemoryBudget(1L << 30, _time);
        var held = Least;

        var steps = new List<long>();
        while (budget.Widen(held, Cap) is > 0 and var more) steps.Add(held += more);

        Assert.Equal([2 * Least, 4 * Least, 8 * Least, 16 * Least], steps);
        Assert.Equal(MemoryBudget.Cost(Cap - Least), budget.Reserved);
    }

    [Fact]
    public async Task The_tighter_it_gets_the_smaller_are_the_shares_and_all_stay_within_the_total()
    {
        var budget = new MemoryBudget(96L << 20, _time);
        var shares = new List<long>();
        while (await budget.EnterAsync(TimeSpan.Zero))
        {
            var held = Least;
            while (budget.Widen(held, Cap) is > 0 and var more) held += more;
            shares.Add(held);
            Assert.True(budget.Reserved <= budget.Total);
        }

        Assert.True(shares[0] > 900 * 1024, $"the first one has {shares[0]}");
        Assert.Equal(shares.OrderDescending(), shares);
        Assert.Equal(Least, shares[^1]);
        Assert.True(shares.Count > 150, $"{shares.Count} requests found room");
    }

    [Theory]
    [InlineData(100_001)]
    [InlineData(1_000_003)]
    public async Task Whatever_the_cap_is_all_comes_back(long cap)
    {
        var budget = new MemoryBudget(1L << 30, _time);
        Assert.True(await budget.EnterAsync(_patience));
        var held = Least;
        while (budget.Widen(held, cap) is > 0 and var more) held += more;

        budget.Release(held);
        budget.Release(Least);

        Assert.Equal(0, budget.Reserved);
    }

    [Fact]
    public async Task Who_finds_no_room_waits_for_it_in_turn()
    {
        var budget = new MemoryBudget(MemoryBudget.Cost(2 * Least), _time);
        Assert.True(await budget.EnterAsync(_patience));
        var second = budget.EnterAsync(_patience);
        var third = budget.EnterAsync(_patience);
        Assert.Equal(2, budget.Waiting);

        budget.Release(2 * Least);

        Assert.True(await second);
        Assert.False(third.IsCompleted);
        budget.Release(2 * Least);
        Assert.True(await third);
        Assert.Equal(MemoryBudget.Cost(2 * Least), budget.Reserved);
    }

    [Fact]
    public async Task Who_waits_too_long_is_told_so_and_leaves_the_line()
    {
        var budget = new MemoryBudget(MemoryBudget.Cost(2 * Least), _time);
        Assert.True(await budget.EnterAsync(_patience));
        var second = budget.EnterAsync(_patience);

        _time.Advance(_patience);

        Assert.False(await second);
        Assert.Equal(0, budget.Waiting);
        budget.Release(2 * Least);
        Assert.Equal(0, budget.Reserved);
    }

    [Fact]
    public async Task Many_at_once_never_pass_the_total_and_give_everything_back()
    {
        var budget = new MemoryBudget(MemoryBudget.Cost(40 * Least), TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(async () =>
        {
            Assert.True(await budget.EnterAsync(TimeSpan.FromSeconds(60)));
            var extra = budget.Widen(Least, Cap);
            Assert.True(budget.Reserved <= budget.Total);
            await Task.Yield();
            budget.Release((2 * Least) + extra);
        })));

        Assert.Equal(0, budget.Reserved);
        Assert.Equal(0, budget.Waiting);
    }
}

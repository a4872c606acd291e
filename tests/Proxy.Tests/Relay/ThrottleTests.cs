using Microsoft.Extensions.Time.Testing;

using Sluice.Proxy.Relay;

using Xunit;

namespace Sluice.Proxy.Tests.Relay;

public sealed class ThrottleTests : IDisposable
{
    private const long Rate = 1 << 20;

    private readonly FakeTimeProvider _time = new();
    private readonly BandwidthShares _shares;
    private readonly Bandwidth _alice;

    public ThrottleTests()
    {
        _shares = new BandwidthShares(_time);
        _alice = _shares.Rent("alice", Rate)!;
    }

    public void Dispose() => _shares.Return(_alice);

    [Fact]
    public void Who_has_passed_on_too_much_is_held_until_that_is_made_up_for()
    {
        var flow = NewFlow();
        Assert.False(_alice.Out.Holds(flow));
        _alice.Out.Spend((int)Rate / 4);
        Assert.True(_alice.Out.Holds(flow));

        _time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.False(_alice.Out.Holds(flow));
    }

    [Fact]
    public void A_pause_saves_up_no_more_than_a_quarter_of_a_second()
    {
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(_alice.Out.Holds(NewFlow()));
        _alice.Out.Spend((int)Rate / 4);
        Assert.True(_alice.Out.Holds(NewFlow()));
    }

    [Fact]
    public void The_directions_have_a_rate_each_and_a_users_requests_share_them()
    {
        Assert.Same(_alice, _shares.Rent("alice", Rate));
        _shares.Return(_alice);
        Assert.NotSame(_alice, _shares.Rent("bob", Rate));
        Assert.Null(_shares.Rent("carol", 0));
        Assert.Equal(2, _shares.Count);

        _alice.Out.Spend((int)Rate);
        Assert.True(_alice.Out.Holds(NewFlow()));
        Assert.False(_alice.In.Holds(NewFlow()));
    }

    [Fact]
    public void Users_without_requests_are_not_kept()
    {
        var bob = _shares.Rent("bob", Rate)!;
        // The configuration has changed meanwhile: what runs keeps its own.
        var changed = _shares.Rent("bob", 2 * Rate)!;
        Assert.NotSame(bob, changed);
        _shares.Return(bob);
        Assert.Equal(2, _shares.Count);
        _shares.Return(changed);
        Assert.Equal(1, _shares.Count);
    }

    [Fact]
    public void A_window_under_a_rate_is_a_quarter_of_a_seconds_worth()
    {
        Assert.Equal(Rate / 4, _alice.Out.Window);
        Assert.Equal(MemoryBudget.Least, new BandwidthShares(_time).Rent("bob", 64 << 10)!.Out.Window);
    }

    private Flow NewFlow() => new(new Conversation(new WaitClock(_time), _time).Client, new MemoryBudget(16 << 20, _time), MemoryBudget.Least, _ => { }) { OnMistake = e => throw e };
}

using Sluice.Proxy.Observability;
using Sluice.Proxy.Relay;

using Xunit;

namespace Sluice.Proxy.Tests.Relay;

public sealed class DebtTests
{
    private static readonly Standing _free = new(Queued: 0, Credit: 1000, Window: 1000);

    [Theory]
    [InlineData(Side.Client)]
    [InlineData(Side.Backend)]
    internal void With_room_both_ways_it_is_whose_turn_it_is(Side turn) =>
        Assert.Equal(new Debt(turn, turn, IsStuck: false), Debt.Of(turn, _free, _free));

    [Theory]
    [InlineData(Side.Client)]
    [InlineData(Side.Backend)]
    internal void Bytes_that_wait_to_be_taken_come_before_turns(Side turn)
    {
        Assert.Equal(new Debt(Side.Client, Side.Client, IsStuck: true), Debt.Of(turn, _free with { Queued = 1 }, _free));
        Assert.Equal(new Debt(Side.Backend, Side.Backend, IsStuck: true), Debt.Of(turn, _free, _free with { Queued = 1 }));
    }

    [Fact]
    public void Who_has_no_credit_waits_for_the_other_to_read()
    {
        var mayNotSend = _free with { Credit = 0 };
        var readsNothing = _free with { Window = 0 };

        Assert.Equal(new Debt(Side.Client, Side.Client, IsStuck: true), Debt.Of(Side.Backend, readsNothing, mayNotSend));
        Assert.Equal(new Debt(Side.Backend, Side.Backend, IsStuck: true), Debt.Of(Side.Client, mayNotSend, readsNothing));
    }

    [Fact]
    public void Who_has_no_credit_though_the_other_would_read_waits_for_us() =>
        Assert.Equal(new Debt(Side.Proxy, Side.Proxy, IsStuck: true), Debt.Of(Side.Backend, _free, _free with { Credit = 0 }));
}

using Microsoft.Extensions.Time.Testing;

using Sluice.Proxy.Backends.Pooling;

using Xunit;

namespace Sluice.Proxy.Tests.Backends.Pooling;

public sealed class DialPlanTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(0, 0, 0, 2)]
    [InlineData(2, 2, 0, 0)]
    [InlineData(2, 1, 0, 1)]
    [InlineData(5, 0, 25, 3)]
    [InlineData(5, 0, 1000, 4)]
    [InlineData(19, 0, 1000, 1)]
    [InlineData(20, 0, 1000, 0)]
    public void Connections_are_made_for_who_waits_and_ahead_of_need(int connections, int idle, int waiting, int expected)
    {
        var plan = new DialPlan(minIdle: 2, maxConnections: 20, _time);

        Assert.Equal(expected, plan.Take(connections, idle, waiting, limit: 10));
    }

    [Fact]
    public void Those_that_are_being_made_count()
    {
        var plan = new DialPlan(2, 20, _time);

        Assert.Equal(2, plan.Take(0, 0, 0, 10));
        Assert.Equal(0, plan.Take(0, 0, 20, 10));
        Assert.Equal(1, plan.Take(0, 0, 21, 10));
        Assert.Equal(3, plan.Dialing);
        plan.Succeeded();
        Assert.Equal(2, plan.Dialing);
    }

    [Fact]
    public void After_a_failure_nothing_is_made_ahead_of_need_for_a_while_that_grows()
    {
        var plan = new DialPlan(1, 20, _time);
        foreach (var pause in new[] { 1, 2, 4, 8, 16, 30, 30 })
        {
            Assert.Equal(1, plan.Take(0, 0, 0, 10));
            plan.Failed();
            _time.Advance(TimeSpan.FromSeconds(pause) - TimeSpan.FromTicks(1));
            Assert.Equal(0, plan.Take(0, 0, 0, 10));
            _time.Advance(TimeSpan.FromTicks(1));
        }
        Assert.Equal(1, plan.Take(0, 0, 0, 10));
        plan.Succeeded();
        plan.Resume();
        Assert.Equal(1, plan.Take(1, 0, 0, 10));
    }

    [Fact]
    public void Who_asks_when_there_is_no_connection_at_all_does_not_wait_for_the_pause()
    {
        var plan = new DialPlan(1, 20, _time);
        plan.Take(0, 0, 0, 10);
        plan.Failed();

        Assert.Equal(1, plan.Take(0, 0, 1, 10));
    }
}

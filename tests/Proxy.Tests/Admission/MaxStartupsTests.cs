using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;

using Xunit;

namespace Sluice.Proxy.Tests.Admission;

public sealed class MaxStartupsTests : IDisposable
{
    private readonly GateBench _bench = new(new AdmissionModel { MaxStartups = new StartupLimit(10, 30, 20) });

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Nobody_is_dropped_below_the_first_number()
    {
        for (var i = 0; i < 10; i++) Assert.NotNull(_bench.Come($"192.0.2.{i}"));
        Assert.Null(_bench.Come("192.0.2.10"));
        Assert.Equal("Exceeded MaxStartups\r\n", _bench.Farewell);
        Assert.Equal(1, _bench.Metrics.Count(DropReason.MaxStartups));
    }

    [Theory]
    [InlineData(10, 30)]
    [InlineData(15, 65)]
    [InlineData(19, 93)]
    public void The_chance_grows_from_the_rate_to_all(int startups, int percent)
    {
        _bench.Dice = 99;
        for (var i = 0; i < startups; i++) Assert.NotNull(_bench.Come($"192.0.2.{i}"));
        Assert.Equal(percent, _bench.Why("192.0.2.200").MaxStartups.DropPercent);

        _bench.Dice = percent - 1;
        Assert.Null(_bench.Come("192.0.2.200"));
        _bench.Dice = percent;
        Assert.NotNull(_bench.Come("192.0.2.201"));
    }

    [Fact]
    public void Everybody_is_dropped_from_the_last_number_on_until_one_has_ended()
    {
        _bench.Dice = 99;
        var passes = Enumerable.Range(0, 20).Select(i => _bench.Come($"192.0.2.{i}")).ToList();
        Assert.Null(_bench.Come("192.0.2.200"));

        passes[0]!.OnTurnedAway();
        Assert.NotNull(_bench.Come("192.0.2.200"));
        passes[1]!.OnAuthenticated();
        // However a connection ends, it is counted out once.
        passes[1]!.OnTurnedAway();
        Assert.NotNull(_bench.Come("192.0.2.201"));
        Assert.Null(_bench.Come("192.0.2.202"));
    }

    [Fact]
    public void A_flood_of_strangers_does_not_shut_out_who_has_logged_in_lately()
    {
        _bench.LogIn("203.0.113.5");
        for (var i = 0; i < 200; i++) _bench.Come($"192.0.2.{i}");
        Assert.Null(_bench.Come("192.0.2.201"));

        for (var i = 0; i < 20; i++) Assert.NotNull(_bench.Come("203.0.113.5"));
        // Their own number is bounded as well.
        Assert.Null(_bench.Come("203.0.113.5"));
        Assert.True(_bench.Why("203.0.113.5").IsKnown);
    }

    [Fact]
    public void A_source_is_a_stranger_again_a_day_after_its_login()
    {
        _bench.LogIn("203.0.113.5");
        _bench.Pass(25 * 3600);
        Assert.False(_bench.Why("203.0.113.5").IsKnown);
    }

    [Fact]
    public void Throttling_is_told_when_it_begins_and_when_it_ends()
    {
        var passes = Enumerable.Range(0, 10).Select(i => _bench.Come($"192.0.2.{i}")).ToList();
        for (var i = 0; i < 3; i++) Assert.Null(_bench.Come("192.0.2.200"));
        foreach (var pass in passes) pass!.OnTurnedAway();
        _bench.Pass(7);
        Assert.NotNull(_bench.Come("192.0.2.200"));

        var lines = _bench.Log.Events.Select(line => line.Text).ToList();
        Assert.Equal("beginning MaxStartups throttling", lines[0]);
        Assert.Equal("drop connection #10 from [192.0.2.200]:4711 on [198.51.100.1]:22 past Maxstartups", lines[1]);
        Assert.Equal("exited MaxStartups throttling after 7s, 3 connections dropped", lines[^1]);
    }

    [Fact]
    public void A_flood_of_drops_is_no_flood_of_lines()
    {
        for (var i = 0; i < 10; i++) _bench.Come($"192.0.2.{i}");
        for (var i = 0; i < 10_000; i++) _bench.Come("192.0.2.200");
        Assert.InRange(_bench.Log.Events.Count, 2, 40);

        _bench.Pass(60);
        _bench.Come("192.0.2.200");
        Assert.Contains(_bench.Log.Events, line => line.Text.EndsWith("more connections were dropped without a line each.", StringComparison.Ordinal));
        Assert.Equal(10_001, _bench.Metrics.Count(DropReason.MaxStartups));
    }

    [Fact]
    public void Who_waits_for_a_header_is_counted_and_is_nobody_until_it_comes()
    {
        var passes = Enumerable.Range(0, 20).Select(_ => _bench.ComeThroughProxy()).ToList();
        Assert.All(passes, Assert.NotNull);
        Assert.Null(_bench.ComeThroughProxy());
        Assert.Equal(20, _bench.Gate.Numbers().AtGate);

        // Those that wait at the gate leave room for who comes by itself.
        Assert.NotNull(_bench.Come("192.0.2.1"));
        Assert.True(_bench.Name(passes[0]!, "192.0.2.2"));
        var numbers = _bench.Gate.Numbers();
        Assert.Equal((19, 2, 0), (numbers.AtGate, numbers.Strangers, numbers.Known));

        passes[0]!.OnAuthenticated();
        passes[1]!.OnTurnedAway();
        numbers = _bench.Gate.Numbers();
        Assert.Equal((18, 1), (numbers.AtGate, numbers.Strangers));
        Assert.True(_bench.Why("192.0.2.2").IsKnown);
    }

    [Fact]
    public void One_source_may_have_only_so_many()
    {
        _bench.Model = _bench.Model with { PerSourceMaxStartups = 2, NetBlock = new NetBlockSize(24, 64) };
        Assert.NotNull(_bench.Come("192.0.2.1"));
        var second = _bench.Come("192.0.2.2");
        Assert.NotNull(second);
        Assert.Null(_bench.Come("192.0.2.3"));
        Assert.Equal(1, _bench.Metrics.Count(DropReason.PerSourceMaxStartups));
        Assert.Contains("past PerSourceMaxStartups", _bench.Log.Events[^1].Text, StringComparison.Ordinal);
        Assert.NotNull(_bench.Come("192.0.3.1"));

        Assert.NotNull(_bench.Come("2001:db8::1"));
        Assert.NotNull(_bench.Come("2001:db8::2"));
        Assert.Null(_bench.Come("2001:db8::3"));
        Assert.NotNull(_bench.Come("2001:db8:0:1::1"));

        second.OnTurnedAway();
        Assert.NotNull(_bench.Come("192.0.2.3"));
    }

    [Fact]
    public void Who_came_through_a_proxy_is_limited_by_its_own_address()
    {
        _bench.Model = _bench.Model with { PerSourceMaxStartups = 1 };
        var (first, second) = (_bench.ComeThroughProxy()!, _bench.ComeThroughProxy()!);
        Assert.True(_bench.Name(first, "192.0.2.1"));
        Assert.False(_bench.Name(second, "192.0.2.1"));
        Assert.Equal("Exceeded MaxStartups\r\n", _bench.Farewell);
        second.OnTurnedAway();
        Assert.Equal((0, 1), (_bench.Gate.Numbers().AtGate, _bench.Gate.Numbers().Strangers));
    }

    [Fact]
    public void A_drop_allocates_next_to_nothing()
    {
        for (var i = 0; i < 10; i++) _bench.Come($"192.0.2.{i}");
        var (source, here) = (System.Net.IPEndPoint.Parse("192.0.2.200:4711"), System.Net.IPEndPoint.Parse("198.51.100.1:22"));
        for (var i = 0; i < 1000; i++) Assert.Null(_bench.Gate.Admit(source, here, isProxy: false, out _));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++) _bench.Gate.Admit(source, here, isProxy: false, out _);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 10_000.0, 0, 100);
    }
}

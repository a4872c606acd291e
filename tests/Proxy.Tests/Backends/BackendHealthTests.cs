using Sluice.Proxy.Backends.Health;
using Sluice.Proxy.Options;

using Xunit;

namespace Sluice.Proxy.Tests.Backends;

public sealed class BackendHealthTests
{
    private static readonly TimeSpan _fast = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _slow = TimeSpan.FromSeconds(5);

    private readonly CapturedLog<BackendHealth> _log = new();
    private readonly BackendHealth _health;

    public BackendHealthTests() => _health = New(() => 0);

    [Fact]
    public void It_begins_healthy()
    {
        Assert.True(_health.IsUsable);
        Assert.Equal(new HealthSnapshot("main", HealthState.Healthy, 0, null, 0, null, null, 0), _health.Snapshot(5));
    }

    [Fact]
    public void Consecutive_failures_eject_it_and_a_success_between_them_does_not_let_them_add_up()
    {
        for (var i = 0; i < 20; i++)
        {
            _health.Failed("refused", i);
            _health.Failed("refused", i);
            _health.Succeeded(_fast, i);
        }
        Assert.True(_health.IsUsable);
        for (var i = 0; i < 3; i++) _health.Failed($"refused {i}", 100 + i);
        Assert.False(_health.IsUsable);
        Assert.Equal(new HealthSnapshot("main", HealthState.Ejected, 102, 1_102, 3, "refused 2", 102, 1), _health.Snapshot(1_101));
        Assert.Equal(HealthState.Probing, _health.Snapshot(1_102).State);
        Assert.Contains("3 consecutive failures, the last: refused 2", Assert.Single(_log.Events).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slow_opening_is_half_a_failure()
    {
        for (var i = 0; i < 5; i++) _health.Succeeded(_slow, i);
        Assert.True(_health.IsUsable);
        Assert.Equal(2.5, _health.Snapshot(5).ConsecutiveFailures);
        _health.Succeeded(_fast, 5);
        Assert.Equal(0, _health.Snapshot(5).ConsecutiveFailures);
        for (var i = 0; i < 4; i++) _health.Succeeded(_slow, i);
        _health.Failed("lost", 6);
        Assert.False(_health.IsUsable);
    }

    [Fact]
    public void Slow_openings_do_not_count_when_the_word_is_zero()
    {
        var health = New(() => 0, HealthModel.Default with { SlowOpen = TimeSpan.Zero });
        for (var i = 0; i < 50; i++) health.Succeeded(TimeSpan.FromMinutes(1), i);
        Assert.True(health.IsUsable);
    }

    [Fact]
    public void A_good_probe_after_the_ejection_brings_it_back()
    {
        Eject(0);
        Assert.False(_health.TryBeginProbe(999));
        Assert.True(_health.TryBeginProbe(1_000));
        Assert.False(_health.TryBeginProbe(1_000));
        Assert.False(_health.IsUsable);
        _health.ProbeSucceeded(_fast, 1_050);
        Assert.True(_health.IsUsable);
        Assert.Equal(new HealthSnapshot("main", HealthState.Healthy, 1_050, null, 0, "refused", 0, 1), _health.Snapshot(1_050));
        Assert.Contains("back in use after 1.1 s", _log.Events[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Failed_probes_double_the_time_up_to_the_longest()
    {
        Eject(0);
        long now = 0;
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 30, 30, 30 })
        {
            var until = _health.Snapshot(now).EjectedUntil!.Value;
            Assert.Equal(seconds * 1_000L, until - now);
            Assert.False(_health.TryBeginProbe(until - 1));
            Assert.True(_health.TryBeginProbe(until));
            now = until;
            _health.ProbeFailed("still refused", now);
        }
        Assert.Equal((1, "still refused", now), (_health.Snapshot(now).Ejections, _health.Snapshot(now).LastFailure, _health.Snapshot(now).LastFailureAt));
    }

    [Fact]
    public void Who_comes_back_and_fails_again_soon_is_ejected_for_longer_and_who_held_out_begins_anew()
    {
        Eject(0);
        Return(1_000);
        Eject(1_500);
        Assert.Equal(3_500, _health.Snapshot(1_500).EjectedUntil);
        Return(3_500);
        Eject(33_499);
        Assert.Equal(37_499, _health.Snapshot(33_499).EjectedUntil);
        Return(37_499);
        Eject(67_499);
        Assert.Equal(68_499, _health.Snapshot(67_499).EjectedUntil);
        Assert.Equal(4, _health.Ejections);
    }

    [Fact]
    public void The_jitter_only_shortens_and_by_a_quarter_at_most()
    {
        var random = new Random(3);
        var times = Enumerable.Range(0, 1_000).Select(_ =>
        {
            var health = New(random.NextDouble);
            for (var i = 0; i < 3; i++) health.Failed("refused", 0);
            return health.Snapshot(0).EjectedUntil!.Value;
        }).ToList();
        Assert.InRange(times.Min(), 750, 770);
        Assert.InRange(times.Max(), 980, 1_000);
    }

    [Fact]
    public void Real_traffic_does_not_bring_it_back_before_its_time_and_does_afterwards()
    {
        Eject(0);
        _health.Succeeded(_fast, 999);
        Assert.False(_health.IsUsable);
        _health.Succeeded(_fast, 1_000);
        Assert.True(_health.IsUsable);
    }

    [Fact]
    public void Failures_of_real_traffic_do_not_make_an_ejection_longer()
    {
        Eject(0);
        for (var now = 0; now < 3_000; now += 10) _health.Failed("timed out", now);
        Assert.Equal(1_000, _health.Snapshot(3_000).EjectedUntil);
        Assert.Equal("timed out", _health.Snapshot(3_000).LastFailure);
        Assert.True(_health.TryBeginProbe(3_000));
    }

    [Fact]
    public void A_backend_is_probed_when_nothing_was_heard_of_it()
    {
        Assert.False(_health.TryBeginProbe(9_999));
        _health.Succeeded(_fast, 9_000);
        Assert.False(_health.TryBeginProbe(18_999));
        Assert.True(_health.TryBeginProbe(19_000));
        _health.ProbeSucceeded(_fast, 19_050);
        Assert.False(_health.TryBeginProbe(29_049));
        for (var now = 29_050; now < 60_000; now += 10_000)
        {
            Assert.True(_health.TryBeginProbe(now));
            _health.ProbeFailed("no answer", now);
        }
        Assert.False(_health.IsUsable);
    }

    [Fact]
    public void With_no_interval_only_ejected_ones_are_probed()
    {
        var health = New(() => 0, HealthModel.Default with { ProbeInterval = TimeSpan.Zero });
        Assert.False(health.TryBeginProbe(1_000_000));
        for (var i = 0; i < 3; i++) health.Failed("refused", 1_000_000);
        Assert.True(health.TryBeginProbe(1_001_000));
    }

    [Fact]
    public void A_probe_whose_result_never_comes_is_made_again()
    {
        Eject(0);
        Assert.True(_health.TryBeginProbe(1_000));
        Assert.False(_health.TryBeginProbe(60_999));
        Assert.True(_health.TryBeginProbe(61_000));
    }

    [Fact]
    public async Task Many_failures_at_once_eject_once_and_one_caller_probes()
    {
        await AllAtOnce(() => _health.Failed("refused", 0));
        Assert.Equal((1, 1_000L), (_health.Ejections, _health.Snapshot(0).EjectedUntil!.Value));
        Assert.Single(_log.Events);
        var probes = 0;
        await AllAtOnce(() =>
        {
            if (_health.TryBeginProbe(1_000)) Interlocked.Increment(ref probes);
        });
        Assert.Equal(1, probes);
        await AllAtOnce(() => _health.ProbeSucceeded(_fast, 1_000));
        Assert.True(_health.IsUsable);
        Assert.Equal(2, _log.Events.Count);
    }

    /// <summary>Whatever comes in whatever order, these hold.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Thousands_of_random_events_keep_its_promises(int seed)
    {
        var random = new Random(seed);
        var health = New(random.NextDouble);
        long now = 0, ejectedAt = 0, ejections = 0;
        for (var i = 0; i < 50_000; i++)
        {
            now += random.Next(400);
            var was = health.Snapshot(now);
            var probe = health.TryBeginProbe(now);
            Assert.False(probe && was.State == HealthState.Ejected);
            var isGood = random.Next(probe ? 2 : 4) == 0;
            if (probe && isGood) health.ProbeSucceeded(_fast, now);
            else if (probe) health.ProbeFailed("probe", now);
            else if (isGood) health.Succeeded(random.Next(2) == 0 ? _fast : _slow, now);
            else health.Failed("traffic", now);
            var becomes = health.Snapshot(now);
            if (was.State == HealthState.Healthy && becomes.State == HealthState.Ejected) (ejectedAt, ejections) = (now, ejections + 1);
            if (becomes.State == HealthState.Ejected) Assert.InRange(becomes.EjectedUntil!.Value - now, 0, 30_000);
            if (was.State != HealthState.Healthy && becomes.State == HealthState.Healthy) Assert.True(isGood && now - ejectedAt >= 750);
            Assert.Equal(becomes.State == HealthState.Healthy, health.IsUsable);
            Assert.Equal(ejections, becomes.Ejections);
            if (health.IsUsable) Assert.InRange(becomes.ConsecutiveFailures, 0, 2.5);
        }
        Assert.True(ejections > 100);
    }

    private static Task AllAtOnce(Action action) =>
        Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(action, TestContext.Current.CancellationToken)));

    private BackendHealth New(Func<double> random, HealthModel? model = null) => new("main", model ?? HealthModel.Default, _log, 0, random);

    private void Eject(long now)
    {
        for (var i = 0; i < 3; i++) _health.Failed("refused", now);
        Assert.False(_health.IsUsable);
    }

    private void Return(long now)
    {
        Assert.True(_health.TryBeginProbe(now));
        _health.ProbeSucceeded(_fast, now);
        Assert.True(_health.IsUsable);
    }
}

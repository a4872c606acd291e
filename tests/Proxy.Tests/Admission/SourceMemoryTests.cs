using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Admission;

/// <summary>What is remembered of sources is bounded, whoever comes.</summary>
public sealed class SourceMemoryTests : IDisposable
{
    private const int Most = 100;

    private readonly GateBench _bench = new(new AdmissionModel { Penalties = PenaltyModel.Default with { MaxSources4 = Most, MaxSources6 = Most } });

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Of_who_did_nothing_nothing_is_remembered()
    {
        for (var i = 0; i < 50; i++) Assert.True(_bench.ComeAndEnd(Address(i), EndReason.PeerClosed, LoginAttempt.Asked));
        Assert.Equal(0, _bench.Gate.Numbers().Sources);
    }

    [Fact]
    public void A_flood_of_addresses_takes_no_more_memory_than_it_may()
    {
        for (var i = 0; i < 5000; i++) Assert.True(_bench.ComeAndEnd(Address(i)));
        Assert.InRange(_bench.Gate.Numbers().Sources, 1, Most);
        for (var i = 0; i < 5000; i++) Assert.True(_bench.ComeAndEnd($"2001:db8::{i:x}"));
        Assert.InRange(_bench.Gate.Numbers().Sources, 1, 2 * Most);
    }

    [Fact]
    public void A_flood_makes_those_forgotten_first_who_matter_least()
    {
        _bench.LogIn("203.0.113.5");
        for (var i = 0; i < 4; i++) _bench.ComeAndEnd("203.0.113.6", EndReason.ProtocolViolation);
        for (var i = 0; i < 5000; i++) _bench.ComeAndEnd(Address(i));
        Assert.True(_bench.Why("203.0.113.5").IsKnown);
        Assert.True(_bench.Why("203.0.113.6").IsDropped);
    }

    [Fact]
    public void When_all_that_is_remembered_is_kept_out_another_one_comes_in_unless_that_is_denied()
    {
        FillWithPenalties();
        Assert.NotNull(_bench.Come("203.0.113.5"));

        _bench.Model = _bench.Model with { Penalties = _bench.Model.Penalties with { DenyAll4 = true } };
        FillWithPenalties();
        var before = _bench.Metrics.Count(DropReason.Overflow);
        Assert.Null(_bench.Come("203.0.113.6"));
        Assert.Equal(before + 1, _bench.Metrics.Count(DropReason.Overflow));
        Assert.NotNull(_bench.Come("127.0.0.1"));
        Assert.NotNull(_bench.Come("2001:db8::1"));

        _bench.Pass(601);
        Assert.NotNull(_bench.Come("203.0.113.6"));
    }

    [Fact]
    public void What_has_run_off_is_forgotten()
    {
        for (var i = 0; i < 90; i++) _bench.ComeAndEnd(Address(i));
        Assert.Equal(90, _bench.Gate.Numbers().Sources);
        _bench.Pass(61);
        _bench.Come("203.0.113.5");
        Assert.Equal(1, _bench.Gate.Numbers().Sources);
    }

    private static string Address(int i) => $"192.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}";

    private void FillWithPenalties()
    {
        for (var i = 0; i < Most; i++)
        {
            while (_bench.ComeAndEnd(Address(i), EndReason.ProtocolViolation) && !_bench.Why(Address(i)).IsDropped)
            {
            }
        }
    }
}

using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Admission;

public sealed class PenaltyTests : IDisposable
{
    private const string Client = "192.0.2.1";

    private readonly GateBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(EndReason.PeerClosed, LoginAttempt.Tried, 5, "penalty: failed authentication")]
    [InlineData(EndReason.AuthRefused, LoginAttempt.Tried, 5, "penalty: failed authentication")]
    [InlineData(EndReason.ConnectionLost, LoginAttempt.None, 1, "penalty: connections without attempting authentication")]
    [InlineData(EndReason.KeyExchangeFailed, LoginAttempt.None, 1, "penalty: connections without attempting authentication")]
    [InlineData(EndReason.GraceExceeded, LoginAttempt.Asked, 10, "penalty: exceeded LoginGraceTime")]
    [InlineData(EndReason.ProtocolViolation, LoginAttempt.None, 10, "penalty: violated the protocol")]
    [InlineData(EndReason.MacError, LoginAttempt.Tried, 10, "penalty: violated the protocol")]
    public void Each_end_has_its_penalty(EndReason reason, LoginAttempt attempt, double seconds, string phrase)
    {
        Assert.True(_bench.ComeAndEnd(Client, reason, attempt));
        var why = _bench.Why(Client);
        Assert.Equal((seconds, phrase), (why.Penalty, why.LastPenalty));
        Assert.False(why.IsDropped);
    }

    [Theory]
    [InlineData(EndReason.PeerClosed, LoginAttempt.Asked, EndSide.Peer)]
    [InlineData(EndReason.ConnectionLost, LoginAttempt.Asked, EndSide.Peer)]
    [InlineData(EndReason.GraceExceeded, LoginAttempt.Tried, EndSide.Local)]
    [InlineData(EndReason.Drained, LoginAttempt.None, EndSide.Local)]
    [InlineData(EndReason.Limited, LoginAttempt.None, EndSide.Local)]
    public void Keys_that_were_only_offered_and_what_is_our_own_doing_cost_nothing(EndReason reason, LoginAttempt attempt, EndSide side)
    {
        for (var i = 0; i < 1000; i++) Assert.True(_bench.ComeAndEnd(Client, reason, attempt, side));
        Assert.Equal(0, _bench.Why(Client).Penalty);
    }

    [Fact]
    public void It_keeps_out_once_enough_has_come_together_and_as_long_as_it_lasts()
    {
        Fail(2);
        Assert.True(_bench.ComeAndEnd(Client, EndReason.PeerClosed, LoginAttempt.Tried));

        Assert.Null(_bench.Come(Client));
        Assert.Equal("Not allowed at this time\r\n", _bench.Farewell);
        Assert.Equal("drop connection #0 from [192.0.2.1]:4711 on [198.51.100.1]:22 penalty: failed authentication", _bench.Log.Events[^1].Text);
        Assert.Equal(1, _bench.Metrics.Count(DropReason.Penalty));
        var why = _bench.Why(Client);
        Assert.True(why.IsDropped);
        Assert.Equal((15, "It is dropped (penalty: failed authentication; 15 s are left). PerSourcePenaltyExemptList exempts an address."), (why.Penalty, why.Verdict));
        Assert.Equal(1, why.Drops["Penalty"]);
        Assert.NotNull(_bench.Come("192.0.2.2"));

        _bench.Pass(14.9);
        Assert.Null(_bench.Come(Client));
        _bench.Pass(0.2);
        Assert.NotNull(_bench.Come(Client));
    }

    [Fact]
    public void What_has_come_together_runs_off_with_time()
    {
        for (var i = 0; i < 20; i++)
        {
            Fail(1);
            _bench.Pass(5);
        }
        Assert.NotNull(_bench.Come(Client));
    }

    [Fact]
    public void Nobody_is_kept_out_for_longer_than_the_most()
    {
        // Those connections had come before their source was kept out.
        var passes = Enumerable.Range(0, 1000).Select(_ => _bench.Come(Client)!).ToList();
        foreach (var pass in passes) End(pass);
        Assert.Equal(600, _bench.Why(Client).Penalty);
    }

    [Fact]
    public void A_login_forgives_what_is_not_in_force_since_many_may_share_an_address()
    {
        for (var i = 0; i < 50; i++)
        {
            Fail(2);
            _bench.LogIn(Client);
        }
        Assert.Equal(0, _bench.Why(Client).Penalty);

        Fail(3);
        Assert.Null(_bench.Come(Client));
        Assert.False(_bench.Why(Client).IsKnown);
    }

    [Fact]
    public void Who_is_exempt_is_never_kept_out()
    {
        foreach (var address in new[] { "127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1" })
        {
            for (var i = 0; i < 100; i++) Assert.True(_bench.ComeAndEnd(address, EndReason.ProtocolViolation));
            Assert.True(_bench.Why(address).IsExempt);
        }
        Assert.False(_bench.Why(Client).IsExempt);
    }

    [Fact]
    public void A_dry_run_lets_in_and_tells()
    {
        _bench.Model = _bench.Model with { Penalties = PenaltyModel.Default with { IsDryRun = true } };
        Fail(4);
        Assert.Equal(1, _bench.Metrics.CountDryRun);
        Assert.Equal(0, _bench.Metrics.Count(DropReason.Penalty));
        Assert.Equal("dry run: connection #1 from [192.0.2.1]:4711 on [198.51.100.1]:22 would be dropped, penalty: failed authentication", _bench.Log.Events[^1].Text);
        Assert.Contains("is a dry run", _bench.Why(Client).Verdict, StringComparison.Ordinal);
    }

    /// <summary>Or who logged in lately would lose the places of those who did, in a flood, by what is only tried out.</summary>
    [Fact]
    public void A_dry_run_makes_nobody_a_stranger()
    {
        _bench.Model = _bench.Model with { Penalties = PenaltyModel.Default with { IsDryRun = true } };
        _bench.LogIn(Client);
        Fail(4);
        Assert.True(_bench.Why(Client).IsKnown);
    }

    [Fact]
    public void Switched_off_it_keeps_nobody_out()
    {
        _bench.Model = _bench.Model with { Penalties = PenaltyModel.Default with { IsEnabled = false } };
        Fail(1000);
        Assert.Equal("off", _bench.Why(Client).Penalties);
    }

    [Fact]
    public void A_change_of_the_configuration_holds_at_once()
    {
        Fail(3);
        Assert.Null(_bench.Come(Client));
        _bench.Model = _bench.Model with { Exempt = [new System.Net.IPNetwork(System.Net.IPAddress.Parse(Client), 32)] };
        Assert.NotNull(_bench.Come(Client));
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++) Assert.True(_bench.ComeAndEnd(Client, EndReason.PeerClosed, LoginAttempt.Tried));
    }

    private static void End(IConnectionPass pass) => pass.OnUnauthenticated(
        new UnauthenticatedEnd("git", new System.Net.IPEndPoint(0, 0), "lusab-babad", new End(EndReason.PeerClosed, EndSide.Peer, "why")) { Attempt = LoginAttempt.Tried });
}

using Sluice.Proxy.Observability;
using Sluice.Proxy.Relay;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Relay;

public sealed class RelayOutcomeTests
{
    [Fact]
    public void A_command_that_ended_with_zero_is_ok_whoever_closed_first()
    {
        Assert.Equal(RequestOutcome.Ok, Outcome(Side.Backend, EndReason.PeerClosed, exitStatus: 0, byBackend: true));
        Assert.Equal(RequestOutcome.Ok, Outcome(Side.Client, EndReason.PeerClosed, exitStatus: 0, byBackend: true));
    }

    [Fact]
    public void A_command_that_ended_with_another_status_or_a_signal_failed()
    {
        Assert.Equal(RequestOutcome.Failed, Outcome(Side.Backend, EndReason.PeerClosed, exitStatus: 1, byBackend: true));
        Assert.Equal(RequestOutcome.Failed, Outcome(Side.Backend, EndReason.PeerClosed, exitStatus: null, byBackend: true));
    }

    [Fact]
    public void A_client_that_left_in_the_middle_aborted_whatever_the_backend_says_then()
    {
        Assert.Equal(RequestOutcome.Aborted, Outcome(Side.Client, EndReason.ConnectionLost, exitStatus: 128, byBackend: true, leftEarly: true));
        Assert.Equal(RequestOutcome.Aborted, Outcome(Side.Client, EndReason.PeerClosed, exitStatus: null, byBackend: false, leftEarly: true));
    }

    [Fact]
    public void A_refusal_of_ours_is_a_refusal() =>
        Assert.Equal(RequestOutcome.Refused, Outcome(Side.Proxy, EndReason.Refused, exitStatus: 128, byBackend: false));

    [Fact]
    public void A_backend_that_failed_is_an_error() =>
        Assert.Equal(RequestOutcome.Error, Outcome(Side.Backend, EndReason.BackendUnreachable, exitStatus: 128, byBackend: false, leftEarly: true));

    private static RequestOutcome Outcome(Side side, EndReason reason, uint? exitStatus, bool byBackend, bool leftEarly = false) =>
        new RelayOutcome(new Blame(side, reason, ""), exitStatus, null, byBackend, leftEarly, 0, 0).Word;
}

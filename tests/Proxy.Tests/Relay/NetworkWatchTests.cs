using Sluice.Proxy.Relay;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Relay;

public sealed class NetworkWatchTests
{
    private readonly NetworkWatch _watch = new();

    [Fact]
    public void Bytes_on_their_way_while_others_wait_for_the_kernel_are_the_networks()
    {
        _watch.Judge(Usage(unacknowledged: 1448, notSent: 1), isStuck: true);

        Assert.True(_watch.IsGuilty);
    }

    [Fact]
    public void A_peer_that_has_acknowledged_all_and_takes_no_more_does_not_read()
    {
        _watch.Judge(Usage(unacknowledged: 0, notSent: 100_000), isStuck: true);

        Assert.False(_watch.IsGuilty);
    }

    [Fact]
    public void An_acknowledgement_that_is_late_accuses_nobody()
    {
        _watch.Judge(Usage(unacknowledged: 100), isStuck: true);

        Assert.False(_watch.IsGuilty);
    }

    [Fact]
    public void Where_nothing_waits_only_bytes_that_are_sent_again_are_evidence()
    {
        _watch.Judge(Usage(unacknowledged: 100, retransmits: 7), isStuck: false);
        Assert.False(_watch.IsGuilty, "they may be another channel's");

        _watch.Judge(Usage(unacknowledged: 100, retransmits: 8), isStuck: false);
        Assert.True(_watch.IsGuilty);
        _watch.Judge(Usage(unacknowledged: 100, retransmits: 8), isStuck: false);
        Assert.True(_watch.IsGuilty, "the pauses between attempts grow");

        _watch.Judge(Usage(unacknowledged: 0, retransmits: 8), isStuck: false);
        Assert.False(_watch.IsGuilty, "they have arrived");
    }

    [Fact]
    public void What_was_seen_before_something_moved_is_forgotten()
    {
        _watch.Judge(Usage(unacknowledged: 100, retransmits: 1), isStuck: false);
        _watch.Judge(Usage(unacknowledged: 100, retransmits: 2), isStuck: false);

        _watch.Forget();

        Assert.False(_watch.IsGuilty);
        _watch.Judge(Usage(unacknowledged: 100, retransmits: 2), isStuck: false);
        Assert.False(_watch.IsGuilty);
    }

    [Fact]
    public void A_kernel_that_cannot_tell_accuses_nobody()
    {
        _watch.Judge(null, isStuck: true);

        Assert.False(_watch.IsGuilty);
    }

    private static SocketUsage Usage(long unacknowledged, long retransmits = 0, long notSent = 0) => new(0, 0, unacknowledged, notSent, TimeSpan.Zero, retransmits);
}

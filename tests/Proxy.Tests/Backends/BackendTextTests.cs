using Sluice.Proxy.Backends;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Backends;

public sealed class BackendTextTests
{
    [Fact]
    public void A_backend_that_cannot_be_reached_is_told_with_the_cause_and_the_id()
    {
        var end = new End(EndReason.BackendUnreachable, EndSide.Peer, "connection refused.");

        Assert.Equal(
            "sluice: backend main cannot be reached (connection refused); try again later or tell your operator this id: lusab-babad-1\n",
            BackendText.Unavailable("main", end, "lusab-babad-1"));
    }

    [Theory]
    [InlineData(EndReason.HostKeyUnknown, "not pinned")]
    [InlineData(EndReason.AuthRefused, "does not accept Sluice's key")]
    [InlineData(EndReason.GraceExceeded, "does not answer")]
    [InlineData(EndReason.KeyExchangeFailed, "cannot agree")]
    [InlineData(EndReason.MacError, "cannot be reached")]
    public void Every_failure_is_one_line_with_the_backend_and_the_id(EndReason reason, string words)
    {
        var text = BackendText.Unavailable("main", new End(reason, EndSide.Peer, "detail"), "lusab-babad-7");

        Assert.StartsWith("sluice: ", text, StringComparison.Ordinal);
        Assert.Contains("backend main", text, StringComparison.Ordinal);
        Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.EndsWith("lusab-babad-7\n", text, StringComparison.Ordinal);
        Assert.Equal(1, text.Count(c => c == '\n'));
    }
}

using Sluice.Testing;
using Sluice.Transport.Io;
using Sluice.Transport.Tests.Connection;

using Xunit;

namespace Sluice.Transport.Tests.Io;

[Collection(nameof(Undisturbed))]
public sealed class SocketDialerTests
{
    [Fact]
    public async Task A_process_without_descriptors_is_told_so()
    {
        var port = FreePort.Next();
        // Once before: what .NET loads at the first attempt needs descriptors of its own.
        Assert.Equal("connection refused", (await DialAsync(port)).Fault);
        Task<(SocketLink? Link, string Fault)> dialing;
        using (new DescriptorLimit()) dialing = DialAsync(port);

        var (link, fault) = await dialing;

        Assert.Null(link);
        Assert.Equal("too many open descriptors", fault);
    }

    [Fact]
    public async Task Nobody_is_reached_with_one_of_the_last_descriptors()
    {
        var port = FreePort.Next();
        Assert.Equal("connection refused", (await DialAsync(port)).Fault);
        Task<(SocketLink? Link, string Fault)> dialing;
        using (DescriptorLimit.AllBut(4)) dialing = DialAsync(port);

        Assert.Equal("too many open descriptors", (await dialing).Fault);
    }

    private static Task<(SocketLink? Link, string Fault)> DialAsync(int port) =>
        SocketDialer.ConnectAsync("127.0.0.1", port, TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
}

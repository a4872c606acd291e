using System.Net;
using System.Net.Sockets;

using Sluice.Proxy.Embedded;

using Xunit;

namespace Sluice.Proxy.Tests.Embedded;

public sealed class DemoCommandTests
{
    [Fact]
    public async Task It_clones_through_the_proxy_and_finds_every_bit()
    {
        using var folder = new TemporaryFolder();

        var exitCode = await DemoCommand.RunAsync(new DemoOptions(Once: true, folder.Root, Port: 0), TestContext.Current.CancellationToken);

        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task A_state_folder_with_spaces_in_its_name_is_fine()
    {
        using var folder = new TemporaryFolder();
        var state = Path.Combine(folder.Root, "my state");

        Assert.Equal(0, await DemoCommand.RunAsync(new DemoOptions(Once: true, state, Port: 0), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_taken_port_fails_unless_it_is_for_once()
    {
        using var folder = new TemporaryFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        Assert.Equal(1, await DemoCommand.RunAsync(new DemoOptions(Once: false, folder.Root, port), TestContext.Current.CancellationToken));
        Assert.Equal(0, await DemoCommand.RunAsync(new DemoOptions(Once: true, folder.Root, port), TestContext.Current.CancellationToken));
    }
}

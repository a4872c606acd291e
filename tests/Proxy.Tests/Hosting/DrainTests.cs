using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Hosting;
using Sluice.Proxy.Identity;
using Sluice.Proxy.Options;
using Sluice.Proxy.Routing;
using Sluice.Proxy.Tests.Sessions;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Hosting;

/// <summary>A drain that is taken back leaves the door open, whatever it was about to do.</summary>
[Collection(nameof(Stage))]
public sealed class DrainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_drain_that_is_taken_back_at_once_leaves_the_door_open()
    {
        using var host = SluiceHost.Build(Model(), _ => { }, new ConfigurationSource(() => new ConfigurationResult(null, [])));
        await host.StartAsync();
        var (drain, door) = (host.Services.GetRequiredService<Drain>(), host.Services.GetRequiredService<FrontDoor>());
        // Who has not logged in yet is waited for: the drain is not over before it can be taken back.
        using var waiting = new TcpClient();
        await waiting.ConnectAsync(door.Bound[0]);
        using var reader = new StreamReader(waiting.GetStream());
        Assert.StartsWith("SSH-2.0-", await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)), StringComparison.Ordinal);

        for (var i = 0; i < 20; i++)
        {
            var drained = drain.BeginAsync(DrainCause.Command);
            Assert.True(drain.TryAbort(out _));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => drained.WaitAsync(TimeSpan.FromSeconds(20)));
            Assert.StartsWith("SSH-2.0-", await GreetingAsync(door.Bound[0]), StringComparison.Ordinal);
        }

        Assert.True(host.Services.GetRequiredService<Readiness>().IsReady);
        await host.StopAsync();
    }

    /// <summary>The socket is the other process's too: a refusal would shut it there.</summary>
    [Fact]
    public async Task Sockets_that_are_lent_for_an_upgrade_are_refused_only_once_they_are_ours_again()
    {
        using var host = SluiceHost.Build(Model(), _ => { }, new ConfigurationSource(() => new ConfigurationResult(null, [])));
        await host.StartAsync();
        var door = host.Services.GetRequiredService<FrontDoor>();
        var endPoint = door.Bound[0];

        await door.LendAsync();
        await door.RefuseAsync(() => true);
        using (var waiting = new TcpClient()) await waiting.ConnectAsync(endPoint);
        await door.TakeBackAsync();
        Assert.Equal(SocketError.ConnectionRefused, (await Assert.ThrowsAsync<SocketException>(() => GreetingAsync(endPoint))).SocketErrorCode);

        await host.StopAsync();
    }

    [Fact]
    public async Task An_upgrade_that_failed_leaves_the_door_open()
    {
        using var host = SluiceHost.Build(Model(), _ => { }, new ConfigurationSource(() => new ConfigurationResult(null, [])));
        await host.StartAsync();
        var door = host.Services.GetRequiredService<FrontDoor>();

        await door.LendAsync();
        await door.TakeBackAsync();
        Assert.StartsWith("SSH-2.0-", await GreetingAsync(door.Bound[0]), StringComparison.Ordinal);

        await host.StopAsync();
    }

    private static async Task<string> GreetingAsync(IPEndPoint endPoint)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(endPoint);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) ?? "";
    }

    private SluiceModel Model() => new()
    {
        ListenAddresses = [new IPEndPoint(IPAddress.Loopback, 0)],
        Server = new SshServerOptions { HostKeys = [] },
        AcceptEnv = AcceptEnv.Default,
        Keys = new KeysModel(_folder.Root, FrozenSet.Create("git")),
        Backends = FrozenDictionary<string, BackendModel>.Empty,
        Routes = new RouteTable([]),
        LogLevel = LogLevel.None,
        DrainTimeout = TimeSpan.FromSeconds(2),
    };
}

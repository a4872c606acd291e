using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Admin;
using Sluice.Proxy.Hosting;
using Sluice.Proxy.Identity;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Routing;
using Sluice.Proxy.Tests.Sessions;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Hosting;

[Collection(nameof(Stage))]
public sealed class SluiceHostTests
{
    [Fact]
    public async Task The_host_gives_its_services_what_they_need_and_stops()
    {
        using var folder = new TemporaryFolder();
        var model = Model(folder) with { MetricsListen = new IPEndPoint(IPAddress.Loopback, 0) };
        using var host = SluiceHost.Build(model, builder =>
            builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(ProxyService))));
        await host.StartAsync();
        Assert.Same(model.Routes, host.Services.GetRequiredService<RouteTable>());
        Assert.Empty(Assert.IsType<FolderKeys>(host.Services.GetRequiredService<IKeySource>()).Snapshot.Keys);
        Assert.NotNull(host.Services.GetRequiredService<AccessLog>());
        using var http = new HttpClient();
        Assert.Equal("ok\n", await http.GetStringAsync(new Uri(host.Services.GetRequiredService<MetricsService>().Address!, "/healthz")));
        await host.StopAsync();
    }

    [Fact]
    public async Task An_address_that_is_taken_is_named_with_what_to_do()
    {
        using var folder = new TemporaryFolder();
        using var first = SluiceHost.Build(Model(folder) with { ListenAddresses = [new IPEndPoint(IPAddress.Loopback, 0)] });
        await first.StartAsync();
        var address = first.Services.GetServices<IHostedService>().OfType<ProxyService>().Single().Bound[0];
        using var host = SluiceHost.Build(Model(folder) with { ListenAddresses = [address] });

        var fault = await Assert.ThrowsAsync<SocketException>(() => host.StartAsync());

        Assert.Equal(SocketError.AddressAlreadyInUse, fault.SocketErrorCode);
        Assert.StartsWith($"{address} cannot be listened on", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("change ListenAddress.", fault.Message, StringComparison.Ordinal);
        await first.StopAsync();
    }

    internal static SluiceModel Model(TemporaryFolder folder) => new()
    {
        ListenAddresses = [],
        Server = new SshServerOptions { HostKeys = [] },
        AcceptEnv = AcceptEnv.Default,
        Keys = new KeysModel(folder.Root, FrozenSet.Create("git")),
        Backends = FrozenDictionary<string, BackendModel>.Empty,
        Routes = new RouteTable([]),
        LogLevel = LogLevel.None,
        DrainTimeout = TimeSpan.FromSeconds(5),
    };
}

using System.Collections.Frozen;
using System.Net;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Admin;
using Sluice.Proxy.Hosting;
using Sluice.Proxy.Identity;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Routing;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Hosting;

public sealed class SluiceHostTests
{
    [Fact]
    public async Task The_host_gives_its_services_what_they_need_and_stops()
    {
        using var folder = new TemporaryFolder();
        var model = new SluiceModel
        {
            ListenAddresses = [],
            Server = new SshServerOptions { HostKeys = [] },
            AcceptEnv = AcceptEnv.Default,
            Keys = new KeysModel(folder.Root, FrozenSet.Create("git")),
            Backends = FrozenDictionary<string, BackendModel>.Empty,
            Routes = new RouteTable([]),
            MetricsListen = new IPEndPoint(IPAddress.Loopback, 0),
            LogLevel = LogLevel.None,
            DrainTimeout = TimeSpan.FromSeconds(5),
        };
        using var host = SluiceHost.Build(model, builder =>
            builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(ProxyService))));
        await host.StartAsync();
        Assert.Same(model.Routes, host.Services.GetRequiredService<RouteTable>());
        Assert.Empty(host.Services.GetRequiredService<KeyDirectory>().Snapshot.Keys);
        Assert.NotNull(host.Services.GetRequiredService<AccessLog>());
        using var http = new HttpClient();
        Assert.Equal("ok\n", await http.GetStringAsync(new Uri(host.Services.GetRequiredService<MetricsService>().Address!, "/healthz")));
        await host.StopAsync();
    }
}

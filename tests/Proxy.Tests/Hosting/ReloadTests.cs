using System.Collections.Frozen;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Backends;
using Sluice.Proxy.Hosting;
using Sluice.Proxy.Options;
using Sluice.Proxy.Routing;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Hosting;

public sealed class ReloadTests
{
    /// <summary>A signal calls it: what it let escape would end the process.</summary>
    [Fact]
    public void A_mistake_while_reading_is_logged_and_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        var model = Model(folder);
        using var host = SluiceHost.Build(model);
        var current = host.Services.GetRequiredService<CurrentModel>();
        var log = new CapturedLog<Reload>();
        var source = new ConfigurationSource(() => throw new ArgumentException("Null character in path."));

        new Reload(source, current, host.Services.GetRequiredService<BackendDirectory>(), log).Run();

        var (level, text, _) = Assert.Single(log.Events);
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains("the one before stays in force", text, StringComparison.Ordinal);
        Assert.Same(model, current.Value);
    }

    private static SluiceModel Model(TemporaryFolder folder) => new()
    {
        ListenAddresses = [],
        Server = new SshServerOptions { HostKeys = [] },
        AcceptEnv = AcceptEnv.Default,
        Keys = new KeysModel(folder.Root, FrozenSet.Create("git")),
        Backends = FrozenDictionary<string, BackendModel>.Empty,
        Routes = new RouteTable([]),
        LogLevel = LogLevel.None,
    };
}

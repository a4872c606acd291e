using System.Collections.Frozen;
using System.Net;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Options;
using Sluice.Proxy.Routing;
using Sluice.Transport;

namespace Sluice.Proxy.Embedded;

/// <summary>The demonstration's configuration, as <c>sluice run</c> would read it from a file.</summary>
internal static class DemoModel
{
    private const string BackendName = "embedded";

    public static SluiceModel Create(DemoState state, IPEndPoint backend, int port) => new()
    {
        ListenAddresses = [new IPEndPoint(IPAddress.Loopback, port)],
        Server = new SshServerOptions { HostKeys = [state.HostKey] },
        AcceptEnv = AcceptEnv.Default,
        Keys = new KeysModel(state.Keys, FrozenSet.Create("git")),
        Backends = new[] { Backend(state, backend) }.ToFrozenDictionary(model => model.Name, StringComparer.Ordinal),
        Routes = new RouteTable([new Route { Target = new RouteTarget.Backend(BackendName) }]),
        DrainTimeout = TimeSpan.FromSeconds(5),
        LogLevel = LogLevel.Information,
    };

    private static BackendModel Backend(DemoState state, IPEndPoint endPoint)
    {
        var ssh = new SshClientOptions { User = "git", IdentityKey = state.BackendUserKey, HostKeys = [state.BackendHostKey.PublicKey] };
        return new BackendModel(BackendName, $"{endPoint.Address}", endPoint.Port, ssh, []);
    }
}

using System.Collections.Frozen;
using System.Net;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Routing;
using Sluice.Transport;

namespace Sluice.Proxy.Options;

/// <summary>The whole configuration, parsed and checked. Immutable; a change makes another one.</summary>
internal sealed record SluiceModel
{
    /// <summary>Where clients are accepted; at least one.</summary>
    public required IReadOnlyList<IPEndPoint> ListenAddresses { get; init; }

    /// <summary>Those of them that take PROXY headers from proxies in front of us, and how.</summary>
    public FrozenDictionary<IPEndPoint, ProxyProtocolOptions> ProxyProtocol { get; init; } = FrozenDictionary<IPEndPoint, ProxyProtocolOptions>.Empty;

    /// <summary>The server role's settings, host keys included.</summary>
    public required SshServerOptions Server { get; init; }

    /// <summary>Who may connect, before a user is known.</summary>
    public AdmissionModel Admission { get; init; } = AdmissionModel.Default;

    /// <summary>What one user, and all at one repository, may have at a time.</summary>
    public QuotaModel Quotas { get; init; } = QuotaModel.Default;

    /// <summary>Which environment of the client goes on to the backend.</summary>
    public required AcceptEnv AcceptEnv { get; init; }

    /// <summary>Where users' keys are.</summary>
    public required KeysModel Keys { get; init; }

    /// <summary>The backends by name.</summary>
    public required FrozenDictionary<string, BackendModel> Backends { get; init; }

    /// <summary>The groups of backends by name; no group has a backend's name.</summary>
    public FrozenDictionary<string, BackendGroupModel> BackendGroups { get; init; } = FrozenDictionary<string, BackendGroupModel>.Empty;

    /// <summary>When backends are taken out of use.</summary>
    public HealthModel Health { get; init; } = HealthModel.Default;

    /// <summary>When requests and connections are ended for doing nothing.</summary>
    public TimeoutModel Timeouts { get; init; } = TimeoutModel.Default;

    /// <summary>The routes.</summary>
    public required RouteTable Routes { get; init; }

    /// <summary>Who is asked who may do what, behind the routes; null asks nobody.</summary>
    public AuthorizationModel? Authorization { get; init; }

    /// <summary>The most bytes of one channel and direction that are under way inside the proxy.</summary>
    public uint ChannelWindow { get; init; } = 1 << 20;

    /// <summary>The most bytes that all channels together may have under way inside the proxy; a quarter of the memory that it may use unless it is told.</summary>
    public long MemoryBudget { get; init; } = DefaultMemoryBudget;

    /// <summary>True for the name of a backend or a group.</summary>
    public bool IsTarget(string name) => Backends.ContainsKey(name) || BackendGroups.ContainsKey(name);

    /// <summary>A quarter of what the container, or else the machine, has.</summary>
    public static long DefaultMemoryBudget => Math.Max(16L << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    /// <summary>How long requests may go on after the service was told to stop.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Where operators ask and tell.</summary>
    public AdminModel Admin { get; init; } = AdminModel.None;

    /// <summary>True if changed files are taken over without a word: the configuration and what it names.</summary>
    public bool ReloadOnChange { get; init; }

    /// <summary>The files that were read for it, besides the configuration's own, as full paths.</summary>
    public IReadOnlyCollection<string> Files { get; init; } = [];

    /// <summary>Where metrics and health are served; null serves none.</summary>
    public IPEndPoint? MetricsListen { get; init; }

    /// <summary>True if operators may make things fail on purpose.</summary>
    public bool GameDays { get; init; }

    /// <summary>The least level that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>The form of log lines.</summary>
    public LogFormat LogFormat { get; init; } = LogFormat.Text;
}

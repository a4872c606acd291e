using System.Collections.Frozen;

using Sluice.Proxy.Commands;

namespace Sluice.Proxy.Options;

/// <summary>What one user, and all users at one repository, may have at a time.</summary>
internal sealed record QuotaModel
{
    /// <summary>As it is when nothing is written: without limits.</summary>
    public static QuotaModel Default { get; } = new();

    /// <summary>Requests of one user, over all connections.</summary>
    public int PerUser { get; init; } = int.MaxValue;

    /// <summary>Requests at one repository by service; a service that is not there has no limit.</summary>
    public FrozenDictionary<HostingService, int> PerRepository { get; init; } = FrozenDictionary<HostingService, int>.Empty;

    /// <summary>How long a request over a limit waits for a place.</summary>
    public TimeSpan QueueTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Bytes a second that one user may send, and as many that he may receive; 0 is without limit.</summary>
    public long BandwidthPerUser { get; init; }
}

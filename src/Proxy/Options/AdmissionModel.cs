using System.Net;

namespace Sluice.Proxy.Options;

/// <summary>Who may connect, and in which order: what holds before a user is known.</summary>
internal sealed record AdmissionModel
{
    /// <summary>As it is when nothing is written.</summary>
    public static AdmissionModel Default { get; } = new();

    /// <summary>How many connections may be unauthenticated at a time.</summary>
    public StartupLimit MaxStartups { get; init; } = new(1000, 30, 4000);

    /// <summary>How many of one source may be.</summary>
    public int PerSourceMaxStartups { get; init; } = int.MaxValue;

    /// <summary>What one source is.</summary>
    public NetBlockSize NetBlock { get; init; } = NetBlockSize.Default;

    /// <summary>How long sources are kept out for what they did.</summary>
    public PenaltyModel Penalties { get; init; } = PenaltyModel.Default;

    /// <summary>Who is never kept out: this machine by itself, where whoever forwards to us would be punished for everybody.</summary>
    public IReadOnlyList<IPNetwork> Exempt { get; init; } = [new(IPAddress.Parse("127.0.0.0"), 8), new(IPAddress.IPv6Loopback, 128)];

    /// <summary>First key exchanges that are computed at a time.</summary>
    public int MaxKeyExchanges { get; init; } = 2 * Environment.ProcessorCount;

    /// <summary>How long one may wait for its turn.</summary>
    public TimeSpan KeyExchangeTimeout { get; init; } = TimeSpan.FromSeconds(20);
}

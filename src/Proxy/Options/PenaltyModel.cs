namespace Sluice.Proxy.Options;

/// <summary>sshd_config PerSourcePenalties: how long a source is kept out for what its connections did.</summary>
internal sealed record PenaltyModel
{
    /// <summary>As it is when nothing is written.</summary>
    public static PenaltyModel Default { get; } = new();

    /// <summary>False if nobody is ever kept out.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>True if it is only told and counted who would have been kept out.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>For a connection at which something of ours broke.</summary>
    public TimeSpan Crash { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>For one that tried to log in and never managed to, whatever the number of its tries.</summary>
    public TimeSpan AuthFail { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For one that ended without having tried.</summary>
    public TimeSpan NoAuth { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For one that took longer than LoginGraceTime.</summary>
    public TimeSpan GraceExceeded { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For one that was refused by policy.</summary>
    public TimeSpan RefuseConnection { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For one that broke the protocol. sshd has no word for it.</summary>
    public TimeSpan Protocol { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most that a source may have before it.</summary>
    public TimeSpan Max { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What has to come together before a source is kept out at all.</summary>
    public TimeSpan Min { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>IPv4 sources that are remembered.</summary>
    public int MaxSources4 { get; init; } = 65536;

    /// <summary>IPv6 sources that are remembered.</summary>
    public int MaxSources6 { get; init; } = 65536;

    /// <summary>What happens to an IPv4 source when as many are known as may be: true keeps it out, false forgets another one.</summary>
    public bool DenyAll4 { get; init; }

    /// <summary>The same for IPv6.</summary>
    public bool DenyAll6 { get; init; }
}

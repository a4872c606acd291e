namespace Sluice.Proxy.Options;

/// <summary>The <c>Sluice</c> section as written: text only, nothing checked. Words and formats are those of sshd_config.</summary>
internal sealed record SluiceConfig
{
    public List<ListenAddressConfig>? ListenAddress { get; init; }
    public ProxyProtocolConfig? ProxyProtocol { get; init; }
    public List<string>? HostKey { get; init; }
    public string? HostKeyPassphraseFile { get; init; }
    public List<string>? HostCertificate { get; init; }
    public string? LoginGraceTime { get; init; }
    public string? MaxAuthTries { get; init; }
    public string? MaxSessions { get; init; }
    public ServiceTimesConfig? ChannelTimeout { get; init; }
    public ServiceTimesConfig? TotalTimeout { get; init; }
    public string? UnusedConnectionTimeout { get; init; }
    public string? MaxStartups { get; init; }
    public string? PerSourceMaxStartups { get; init; }
    public string? PerSourceNetBlockSize { get; init; }
    public PerSourcePenaltiesConfig? PerSourcePenalties { get; init; }
    public List<string>? PerSourcePenaltyExemptList { get; init; }
    public string? MaxKeyExchanges { get; init; }
    public string? KeyExchangeTimeout { get; init; }
    public string? MaxSessionsPerUser { get; init; }
    public RepositoryLimitConfig? MaxSessionsPerRepository { get; init; }
    public string? SessionQueueTimeout { get; init; }
    public string? BandwidthPerUser { get; init; }
    public string? ClientAliveInterval { get; init; }
    public string? ClientAliveCountMax { get; init; }
    public string? RekeyLimit { get; init; }
    public string? KexAlgorithms { get; init; }
    public string? Ciphers { get; init; }
    public string? MACs { get; init; }
    public string? HostKeyAlgorithms { get; init; }
    public string? PubkeyAcceptedAlgorithms { get; init; }
    public string? RequiredRSASize { get; init; }
    public string? TrustedUserCAKeys { get; init; }
    public string? RevokedKeys { get; init; }
    public List<string>? AcceptEnv { get; init; }
    public string? VersionAddendum { get; init; }
    public KeysConfig? Keys { get; init; }
    public AuthorizationConfig? Authorization { get; init; }
    public string? ChannelWindow { get; init; }
    public string? MemoryBudget { get; init; }
    public string? DrainTimeout { get; init; }
    public string? ReloadOnChange { get; init; }
    public List<string>? AdminListen { get; init; }
    public string? AdminTokenFile { get; init; }
    public string? MetricsListen { get; init; }
    public string? GameDays { get; init; }
    public string? LogLevel { get; init; }
    public string? LogFormat { get; init; }
    public Dictionary<string, BackendConfig>? Backends { get; init; }
    public Dictionary<string, BackendGroupConfig>? BackendGroups { get; init; }
    public HealthConfig? Health { get; init; }
    public List<RouteConfig>? Routes { get; init; }
}

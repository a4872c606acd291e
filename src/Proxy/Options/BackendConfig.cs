namespace Sluice.Proxy.Options;

/// <summary><c>Sluice:Backends:NAME</c> as written.</summary>
internal sealed record BackendConfig
{
    public string? Address { get; init; }
    public string? User { get; init; }
    public string? IdentityFile { get; init; }
    public string? IdentityPassphraseFile { get; init; }
    public string? KnownHosts { get; init; }
    public string? SendProxyProtocol { get; init; }
    public string? ConnectTimeout { get; init; }
    public string? Sharing { get; init; }
    public string? MinIdle { get; init; }
    public string? MaxConnections { get; init; }
    public string? MaxSessionsPerConnection { get; init; }
    public string? QueueLength { get; init; }
    public string? QueueTimeout { get; init; }
    public string? IdleTimeout { get; init; }
    public string? StallTimeout { get; init; }
    public string? ServerAliveInterval { get; init; }
    public string? ServerAliveCountMax { get; init; }
    public string? RekeyLimit { get; init; }
    public string? KexAlgorithms { get; init; }
    public string? Ciphers { get; init; }
    public string? MACs { get; init; }
    public string? HostKeyAlgorithms { get; init; }
    public Dictionary<string, string>? SetEnv { get; init; }
    public IdentityEnvironmentConfig? IdentityEnvironment { get; init; }
    public string? CommandTemplate { get; init; }
    public string? SendOriginalCommand { get; init; }
}

namespace Sluice.Proxy.Options;

/// <summary><c>Sluice:Backends:NAME</c> as written.</summary>
internal sealed record BackendConfig
{
    public string? Address { get; init; }
    public string? User { get; init; }
    public string? IdentityFile { get; init; }
    public string? IdentityPassphraseFile { get; init; }
    public string? KnownHosts { get; init; }
    public string? ConnectTimeout { get; init; }
    public string? ServerAliveInterval { get; init; }
    public string? ServerAliveCountMax { get; init; }
    public string? RekeyLimit { get; init; }
    public string? KexAlgorithms { get; init; }
    public string? Ciphers { get; init; }
    public string? MACs { get; init; }
    public string? HostKeyAlgorithms { get; init; }
    public Dictionary<string, string>? SetEnv { get; init; }
}

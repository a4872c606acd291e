namespace Sluice.Proxy.Options;

/// <summary><c>Sluice:Backends:NAME:IdentityEnvironment</c> as written.</summary>
internal sealed record IdentityEnvironmentConfig
{
    public string? User { get; init; }
    public string? KeyFingerprint { get; init; }
    public string? KeyId { get; init; }
    public string? ClientAddress { get; init; }
    public string? RequestId { get; init; }
}

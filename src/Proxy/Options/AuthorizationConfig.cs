namespace Sluice.Proxy.Options;

/// <summary><c>Sluice:Authorization</c> as written.</summary>
internal sealed record AuthorizationConfig : EndpointConfig
{
    public string? Timeout { get; init; }
    public string? AllowedFor { get; init; }
    public string? DeniedFor { get; init; }
    public string? StaleFor { get; init; }
    public string? CacheSize { get; init; }
}

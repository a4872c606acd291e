namespace Sluice.Proxy.Options;

/// <summary><c>Sluice:Keys:Cache</c> as written.</summary>
internal sealed record KeyCacheConfig
{
    public string? KnownFor { get; init; }
    public string? UnknownFor { get; init; }
    public string? StaleFor { get; init; }
    public string? MaxKnown { get; init; }
    public string? MaxUnknown { get; init; }
}

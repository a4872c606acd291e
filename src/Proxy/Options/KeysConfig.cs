namespace Sluice.Proxy.Options;

/// <summary><c>Sluice:Keys</c> as written.</summary>
internal sealed record KeysConfig
{
    public string? Directory { get; init; }
    public PostgresKeysConfig? Postgres { get; init; }
    public HttpKeysConfig? Http { get; init; }
    public List<string>? LoginUsers { get; init; }
    public string? LookupTimeout { get; init; }
    public KeyCacheConfig? Cache { get; init; }
}

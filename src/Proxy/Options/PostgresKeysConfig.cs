namespace Sluice.Proxy.Options;

/// <summary><c>Sluice:Keys:Postgres</c> as written.</summary>
internal sealed record PostgresKeysConfig
{
    public string? ConnectionString { get; init; }
    public string? PasswordFile { get; init; }
    public string? MaxConnections { get; init; }
}

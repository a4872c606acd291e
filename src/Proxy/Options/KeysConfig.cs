namespace Sluice.Proxy.Options;

/// <summary><c>Sluice:Keys</c> as written.</summary>
internal sealed record KeysConfig
{
    public string? Directory { get; init; }
    public List<string>? LoginUsers { get; init; }
}

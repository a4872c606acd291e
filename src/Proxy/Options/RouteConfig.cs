namespace Sluice.Proxy.Options;

/// <summary>One row of <c>Sluice:Routes</c> as written.</summary>
internal sealed record RouteConfig
{
    public List<string>? User { get; init; }
    public List<string>? Service { get; init; }
    public List<string>? Command { get; init; }
    public string? Access { get; init; }
    public string? Repository { get; init; }
    public string? Backend { get; init; }
    public string? RewriteRepository { get; init; }
    public string? Refuse { get; init; }
}

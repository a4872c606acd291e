namespace Sluice.Proxy.Options;

/// <summary><c>Sluice:ProxyProtocol</c>, and the same of one listener, as written.</summary>
internal sealed record ProxyProtocolConfig
{
    public string? Policy { get; init; }
    public List<string>? TrustedNetworks { get; init; }
    public string? HeaderTimeout { get; init; }
}

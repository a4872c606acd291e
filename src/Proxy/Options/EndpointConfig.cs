namespace Sluice.Proxy.Options;

/// <summary>What every section of an HTTP endpoint may say, as written.</summary>
internal record EndpointConfig
{
    public string? Url { get; init; }
    public string? TokenFile { get; init; }
    public string? CertificateAuthorities { get; init; }
    public string? AllowPlaintext { get; init; }
    public string? MaxConnections { get; init; }
}

namespace Sluice.Proxy.Options;

/// <summary><c>Sluice:Keys:Http</c> as written.</summary>
internal sealed record HttpKeysConfig
{
    public string? Url { get; init; }
    public string? Format { get; init; }
    public string? TokenFile { get; init; }
    public string? CertificateAuthorities { get; init; }
    public string? AllowPlaintext { get; init; }
    public string? MaxConnections { get; init; }
}

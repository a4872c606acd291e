namespace Sluice.Proxy.Options;

/// <summary><c>Sluice:Keys:Http</c> as written.</summary>
internal sealed record HttpKeysConfig : EndpointConfig
{
    public string? Format { get; init; }
}

namespace Sluice.Proxy.Options;

/// <summary>One of <c>Sluice:ListenAddress</c> as written: an address, or an object where a listener has settings of its own.</summary>
[TextStandsFor(nameof(Address))]
internal sealed record ListenAddressConfig
{
    public string? Address { get; init; }
    public ProxyProtocolConfig? ProxyProtocol { get; init; }
}

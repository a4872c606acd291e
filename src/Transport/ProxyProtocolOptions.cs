using System.Net;

namespace Sluice.Transport;

/// <summary>From whom a listener takes PROXY headers, and how. Immutable once given.</summary>
public sealed record ProxyProtocolOptions
{
    /// <summary>What is done about a trusted peer's header.</summary>
    public required ProxyProtocolPolicy Policy { get; init; }

    /// <summary>
    /// Peers whose header is believed, by the address of their socket. All others are clients as if there were no such
    /// protocol: a header from them is no SSH, and they go.
    /// </summary>
    public required IReadOnlyList<IPNetwork> TrustedNetworks { get; init; }

    /// <summary>
    /// How long a header may take from connecting. We say nothing before it came; a trusted peer that is silent for so long
    /// has none.
    /// </summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Hears what came of each trusted peer's header; called from any thread, must return at once.</summary>
    public Action<ProxyHeaderOutcome>? OnHeader { get; init; }
}

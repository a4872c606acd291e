using Sluice.Transport.Diagnostics;
using Sluice.Transport.Handshake;

namespace Sluice.Transport;

/// <summary>Connections of this process since its start, for the operator's metrics. Every list has a closed set of entries.</summary>
public static class ConnectionUsage
{
    /// <summary>Connections in the server role (clients') or in the client role (to backends).</summary>
    public static ConnectionTotals Read(bool isServer)
    {
        var counts = ConnectionCounts.Shared;
        return new ConnectionTotals(
            counts.ReadOpened(isServer),
            counts.ReadConnected(isServer),
            AlgorithmCounts.Shared.Exchanges(isServer, isFirst: true),
            AlgorithmCounts.Shared.Exchanges(isServer, isFirst: false),
            counts.ReadWithoutKeys(isServer));
    }

    /// <summary>Ends by reason and side, those that never came as well.</summary>
    public static IReadOnlyList<EndCount> ReadEnds(bool isServer) =>
    [
        .. from reason in Enum.GetValues<EndReason>()
        from side in Enum.GetValues<EndSide>()
        select new EndCount(reason, side, ConnectionCounts.Shared.ReadEnded(isServer, reason, side)),
    ];

    /// <summary>What first key exchanges agreed on, by kind (<c>kex</c>, <c>cipher</c> from server to client, <c>host_key</c>) and name.</summary>
    public static IReadOnlyList<AlgorithmUse> ReadAlgorithms(bool isServer) => [.. AlgorithmCounts.Shared.Read(isServer)];
}

/// <summary>How far connections came.</summary>
/// <param name="Opened">TCP connections that are or were.</param>
/// <param name="Authenticated">Those that were logged in.</param>
/// <param name="FirstExchanges">First key exchanges that were completed.</param>
/// <param name="LaterExchanges">Later ones.</param>
/// <param name="WithoutKeys">Connections that ended before their first keys.</param>
public readonly record struct ConnectionTotals(long Opened, long Authenticated, long FirstExchanges, long LaterExchanges, long WithoutKeys);

/// <summary>How often connections ended in one way.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Side">Whose doing it was.</param>
/// <param name="Count">How many.</param>
public readonly record struct EndCount(EndReason Reason, EndSide Side, long Count);

/// <summary>How often one algorithm was agreed on.</summary>
/// <param name="Kind"><c>kex</c>, <c>cipher</c> or <c>host_key</c>.</param>
/// <param name="Name">The name in the RFC's sense.</param>
/// <param name="Count">How many first key exchanges.</param>
public readonly record struct AlgorithmUse(string Kind, string Name, long Count);

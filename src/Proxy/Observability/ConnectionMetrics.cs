using System.Diagnostics.Metrics;
using System.Text;

using Sluice.Transport;

namespace Sluice.Proxy.Observability;

/// <summary>Connections with clients and backends: how far they came, what they agreed on, how they ended.</summary>
internal static class ConnectionMetrics
{
    private static readonly (string Name, bool IsServer)[] _peers = [("client", true), ("backend", false)];

    /// <summary>Makes the instruments.</summary>
    public static void Create(Meter meter)
    {
        meter.CreateObservableCounter("connections_total", () => Totals(now => now.Opened), description: "TCP connections with clients and backends.");
        meter.CreateObservableCounter("connections_authenticated_total", () => Totals(now => now.Authenticated), description: "Connections that were logged in.");
        meter.CreateObservableCounter("connection_ends_total", Ends, description: "Ends of connections, by reason and by who ended them: the peer, or Sluice (local).");
        meter.CreateObservableCounter("handshakes_total", Handshakes, description: "Key exchanges: completed is the first of a connection, renewed a later one, failed a connection that ended before its first keys.");
        meter.CreateObservableCounter("handshake_algorithms_total", Algorithms, description: "What first key exchanges agreed on, by kind; the cipher is the one from server to client.");
    }

    /// <summary>A name of the code as a label's value: <c>ConnectionLost</c> is <c>connection_lost</c>.</summary>
    public static string Word(string name)
    {
        var word = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && word.Length > 0) word.Append('_');
            word.Append(char.ToLowerInvariant(c));
        }
        return word.ToString();
    }

    private static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);

    private static IEnumerable<Measurement<long>> Totals(Func<ConnectionTotals, long> value) =>
        _peers.Select(peer => new Measurement<long>(value(ConnectionUsage.Read(peer.IsServer)), Label("peer", peer.Name)));

    private static IEnumerable<Measurement<long>> Ends() =>
        from peer in _peers
        from end in ConnectionUsage.ReadEnds(peer.IsServer)
        select new Measurement<long>(end.Count, Label("peer", peer.Name), Label("reason", Word(end.Reason.ToString())), Label("side", Word(end.Side.ToString())));

    private static IEnumerable<Measurement<long>> Handshakes()
    {
        foreach (var (name, isServer) in _peers)
        {
            var now = ConnectionUsage.Read(isServer);
            yield return new(now.FirstExchanges, Label("peer", name), Label("result", "completed"));
            yield return new(now.LaterExchanges, Label("peer", name), Label("result", "renewed"));
            yield return new(now.WithoutKeys, Label("peer", name), Label("result", "failed"));
        }
    }

    private static IEnumerable<Measurement<long>> Algorithms() =>
        from peer in _peers
        from use in ConnectionUsage.ReadAlgorithms(peer.IsServer)
        select new Measurement<long>(use.Count, Label("peer", peer.Name), Label("kind", use.Kind), Label("algorithm", use.Name));
}

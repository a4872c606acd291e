using Sluice.Proxy.Sessions;

namespace Sluice.Proxy.Admin.Live;

/// <summary>The sessions that are alive, searched and ordered. Costs little for each that is not shown.</summary>
internal sealed class SessionList(LiveSessions live, TrafficRates rates, TimeProvider time)
{
    /// <summary>The part of the list that was asked for.</summary>
    public SessionPage Read(SessionQuery query)
    {
        var (all, matched) = (0, 0);
        // Holds what is best so far; its head is the worst of it.
        var best = new PriorityQueue<SessionEntry, (double, string)>(Comparer<(double Number, string Word)>.Create((a, b) => -Compare(a, b, query)));
        foreach (var session in Sessions())
        {
            all++;
            var entry = new SessionEntry(session, rates);
            if (!entry.Matches(query)) continue;
            matched++;
            if (best.Count < query.Skip + query.Limit) best.Enqueue(entry, entry.Key(query));
            else best.EnqueueDequeue(entry, entry.Key(query));
        }
        var shown = new List<SessionEntry>(best.Count);
        while (best.TryDequeue(out var entry, out _)) shown.Add(entry);
        shown.Reverse();
        return new SessionPage(all, live.Requests, matched, [.. shown.Skip(query.Skip).Select(entry => entry.ToRow(time))]);
    }

    /// <summary>The session of a connection's id, or of the id of one of its requests; null if there is none.</summary>
    public ClientSession? Find(string id) =>
        Sessions().FirstOrDefault(session => session.Connection.Id == id || session.Requests.Any(request => request.Id == id));

    /// <summary>One session.</summary>
    public SessionRow Describe(ClientSession session) => new SessionEntry(session, rates).ToRow(time);

    // Requests outlive the connection of a client that left: who looks for what holds up a drain must see them.
    private IEnumerable<ClientSession> Sessions()
    {
        foreach (var session in live.Sessions) yield return session;
        var left = new HashSet<ClientSession>();
        foreach (var request in live.Running)
        {
            if (!request.Session.Connection.IsAlive && !live.Contains(request.Session) && left.Add(request.Session)) yield return request.Session;
        }
    }

    private static int Compare((double Number, string Word) a, (double Number, string Word) b, SessionQuery query)
    {
        var order = query.IsByWord ? string.CompareOrdinal(a.Word, b.Word) : a.Number.CompareTo(b.Number);
        return query.IsAscending ? order : -order;
    }
}

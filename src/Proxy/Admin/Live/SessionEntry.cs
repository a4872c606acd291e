using System.Collections.Immutable;

using Sluice.Proxy.Sessions;
using Sluice.Transport;

namespace Sluice.Proxy.Admin.Live;

/// <summary>What is read of one connection to see whether, and where, it stands in the list. Takes no lock of the data path.</summary>
internal sealed class SessionEntry
{
    private readonly ImmutableArray<LiveRequest> _running;
    private readonly RequestView[] _views;
    private readonly TrafficRates _rates;

    public SessionEntry(ClientSession session, TrafficRates rates)
    {
        Session = session;
        _rates = rates;
        _running = session.Requests;
        _views = _running.IsEmpty ? [] : [.. _running.Select(request => request.View())];
        Memory = session.Connection.ReadMemory();
        for (var i = 0; i < _views.Length; i++)
        {
            BytesIn += _views[i].BytesIn;
            BytesOut += _views[i].BytesOut;
            Rate += rates.Of(_running[i], _views[i]);
        }
    }

    public ClientSession Session { get; }

    public ConnectionMemory Memory { get; }

    /// <summary>Bytes in user space.</summary>
    public long Accounted => Memory.Rented + ObjectSizes.Connection + (_views.Length * ObjectSizes.Request);

    public long BytesIn { get; }

    public long BytesOut { get; }

    public long Rate { get; }

    /// <summary>True if it is what was asked for.</summary>
    public bool Matches(SessionQuery query)
    {
        if (query.User is { } user && Session.Identity.UserName != user) return false;
        if (query.Search.Length == 0) return true;
        return Has(Session.Connection.Id, query) || Has(Session.Identity.UserName, query) || Has(Session.Connection.RemoteIdentification, query)
            || Has(Session.Connection.RemoteEndPoint.ToString(), query) || _views.Any(view => IsIn(view, query));
    }

    /// <summary>Where it stands: a number that is small for what comes first, or a word.</summary>
    public (double Number, string Word) Key(SessionQuery query)
    {
        if (query.IsByWord) return (0, Word(query.Sort));
        double number = query.Sort switch
        {
            // The oldest has the smallest stamp.
            SessionSort.Age => -Session.Started,
            SessionSort.Rate => Rate,
            SessionSort.Bytes => BytesIn + BytesOut,
            _ => Accounted,
        };
        return (number, "");
    }

    /// <summary>The row that is shown; asks the kernel as well, which the others are spared.</summary>
    public SessionRow ToRow(TimeProvider time)
    {
        var connection = Session.Connection;
        var requests = _running.Select((request, i) => RequestRow.Of(_views[i], _rates.Of(request, _views[i])));
        return new SessionRow(
            connection.Id, Session.Identity.UserName, connection.RemoteEndPoint.ToString(), connection.RemoteIdentification,
            Math.Round(time.GetElapsedTime(Session.Started).TotalSeconds, 3), connection.IsAlive, Memory.Channels, BytesIn, BytesOut, Rate,
            MemoryRow.Of(Memory, _views.Length), KernelRow.Of(connection.ReadSocket()), [.. requests]);
    }

    private string Word(SessionSort sort)
    {
        var first = _views.FirstOrDefault();
        return sort switch
        {
            SessionSort.User => Session.Identity.UserName,
            SessionSort.Client => Session.Connection.RemoteEndPoint.ToString(),
            SessionSort.Service => first?.Service,
            SessionSort.Repository => first?.Repository,
            SessionSort.Backend => first?.Backend,
            SessionSort.Phase => first?.Phase.ToString(),
            _ => first?.Owes.ToString(),
        } ?? "~";
    }

    private static bool IsIn(RequestView view, SessionQuery query) =>
        Has(view.Id, query) || Has(view.Repository, query) || Has(view.Service, query) || Has(view.Backend, query)
        || Has(view.Phase.ToString(), query) || Has(view.BackendConnectionId, query);

    private static bool Has(string? text, SessionQuery query) => text?.Contains(query.Search, StringComparison.OrdinalIgnoreCase) == true;
}

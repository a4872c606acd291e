using System.Collections.Concurrent;

namespace Sluice.Proxy.Sessions;

/// <summary>The sessions and requests that are alive, so that a stop can wait for requests and for nothing else.</summary>
internal sealed class LiveSessions
{
    private readonly ConcurrentDictionary<ClientSession, byte> _sessions = new();
    private readonly ConcurrentDictionary<LiveRequest, byte> _running = new();
    private int _requests;
    private int _connections;
    private volatile bool _isDraining;

    /// <summary>The clients' connections that are authenticated and alive.</summary>
    public IEnumerable<ClientSession> Sessions => _sessions.Select(session => session.Key);

    /// <summary>The requests that are under way, those of clients that are gone as well.</summary>
    public IEnumerable<LiveRequest> Running => _running.Select(request => request.Key);

    /// <summary>How many those are.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>True if the session's connection is among them.</summary>
    public bool Contains(ClientSession session) => _sessions.ContainsKey(session);

    /// <summary>Requests that are running.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>True while nobody new is accepted; whoever drains says so.</summary>
    public bool IsDraining
    {
        get => _isDraining;
        set => _isDraining = value;
    }

    /// <summary>How long the requests took that are over.</summary>
    public RequestDurations Durations { get; } = new();

    /// <summary>Clients that have not been sent away.</summary>
    public int Staying => _sessions.Count(session => !session.Key.IsLeaving);

    public void Add(ClientSession session)
    {
        _sessions[session] = 0;
        Interlocked.Increment(ref _connections);
    }

    public void Remove(ClientSession session)
    {
        if (_sessions.TryRemove(session, out _)) Interlocked.Decrement(ref _connections);
    }

    public void RequestStarted(LiveRequest request)
    {
        _running[request] = 0;
        Interlocked.Increment(ref _requests);
    }

    public void RequestEnded(LiveRequest request)
    {
        _running.TryRemove(request, out _);
        Durations.Add(request.View());
        Interlocked.Decrement(ref _requests);
    }

    /// <summary>Sends away who is idle: nothing more is to be expected from them.</summary>
    public void CloseIdle()
    {
        foreach (var session in _sessions.Keys) session.CloseIfIdle();
    }
}

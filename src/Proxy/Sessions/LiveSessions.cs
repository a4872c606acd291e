using System.Collections.Concurrent;

namespace Sluice.Proxy.Sessions;

/// <summary>The sessions and requests that are alive, so that a stop can wait for requests and for nothing else.</summary>
internal sealed class LiveSessions
{
    private readonly ConcurrentDictionary<ClientSession, byte> _sessions = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
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

    /// <summary>True once no more requests are taken.</summary>
    public bool IsDraining => _isDraining;

    public void Add(ClientSession session)
    {
        _sessions[session] = 0;
        Interlocked.Increment(ref _connections);
        if (_isDraining) session.CloseIfIdle();
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
        if (Interlocked.Decrement(ref _requests) == 0 && _isDraining) _drained.TrySetResult();
    }

    /// <summary>Takes no more requests, sends idle clients away, and completes when the last request is over.</summary>
    public Task DrainAsync()
    {
        _isDraining = true;
        foreach (var session in _sessions.Keys) session.CloseIfIdle();
        if (Requests == 0) _drained.TrySetResult();
        return _drained.Task;
    }
}

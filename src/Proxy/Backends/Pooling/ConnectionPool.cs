using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Backends.Pooling;

/// <summary>
/// The connections to one backend that clients' channels share: some are ready before anybody asks, the least loaded one
/// is given out, and who finds every place taken waits for a turn.
/// </summary>
/// <remarks>
/// Everything here is guarded by one gate that is held for a walk over the connections at most: never while dialing,
/// closing, or telling anybody anything.
/// </remarks>
#pragma warning disable CA1001 // The token source has no timer and no wait handle: there is nothing to dispose of.
internal sealed class ConnectionPool : IPlaces
#pragma warning restore CA1001
{
    /// <summary>A wait of less is not worth a word.</summary>
    private static readonly TimeSpan _worthTelling = TimeSpan.FromSeconds(1);

    private readonly BackendModel _model;
    private readonly BackendDialer _dialer;
    private readonly IBackendWatch _watch;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly PooledConnections _connections;
    private readonly PlaceQueue _queue = new();
    private readonly DialPlan _plan;
    private readonly SessionLimit _limit;
    private readonly CancellationTokenSource _closed = new();
    private int _sessions;
    private bool _isDraining;

    public ConnectionPool(BackendModel model, BackendDialer dialer, IBackendWatch watch, ILogger logger, TimeProvider time)
    {
        _model = model;
        _dialer = dialer;
        _watch = watch;
        _logger = logger;
        _time = time;
        _limit = new SessionLimit(Settings.MaxSessionsPerConnection, time);
        _connections = new PooledConnections(Settings, time);
        _plan = new DialPlan(Settings.MinIdle, Settings.MaxConnections, time);
    }

    private PoolModel Settings => _model.Pool;

    private bool MayGrow => _plan.MayGrow(_connections.Staying);

    /// <summary>Those who may wait: for others' ends by QueueLength, and as many as the connections have room for that may still be made.</summary>
    private int MostWaiting => Settings.QueueLength + (Math.Max(0, Settings.MaxConnections - _connections.Staying) * _limit.Value);

    /// <inheritdoc/>
    public int Sessions => Volatile.Read(ref _sessions);

    /// <inheritdoc/>
    public bool HasRoom
    {
        get
        {
            lock (_gate) return !_isDraining && _queue.Count == 0 && (_connections.FindPlace() is not null || MayGrow);
        }
    }

    /// <inheritdoc/>
    public PoolState State
    {
        get
        {
            lock (_gate) return new PoolState(_connections.Count, _connections.Idle, _plan.Dialing, _sessions, _queue.Count);
        }
    }

    /// <inheritdoc/>
    public ValueTask<LeaseResult> LeaseAsync(LeaseRequest request)
    {
        ValueTask<LeaseResult> result;
        PlaceWaiter? displaced = null;
        var isQueued = false;
        int dials;
        lock (_gate)
        {
            if (_isDraining)
                result = new(LeaseResult.Drained(_model.Name));
            else if (_queue.Count == 0 && _connections.FindPlace() is { } connection)
                result = new(LeaseResult.Granted(Take(connection)));
            else if (_queue.Count >= MostWaiting && (displaced = _queue.TryDisplace(request.User)) is null)
                result = new(LeaseResult.Busy(_model.Name, $"{Plural.Of(_queue.Count, "request")} {(_queue.Count == 1 ? "waits" : "wait")} already"));
            else
            {
                var waiter = new PlaceWaiter(request, _time.GetTimestamp());
                _queue.Add(waiter);
                // A connection that is made for it, or that there is none, is the backend's affair; that all are full is ours.
                isQueued = _connections.Count > 0 && !MayGrow;
                result = new(waiter.Result);
            }
            dials = PlanDials();
        }
        if (isQueued) request.OnQueued?.Invoke();
        displaced?.Complete(LeaseResult.Busy(_model.Name, "others of yours wait already"));
        Dial(dials, request.RequestId);
        return result;
    }

    /// <summary>Connections belong to nobody.</summary>
    public void OnClientEnded(SshConnection client)
    {
    }

    /// <inheritdoc/>
    public void OnTick()
    {
        List<PooledConnection> retired;
        List<PooledConnection> stalled;
        List<PlaceWaiter> expired;
        List<PlaceWaiter> untold;
        int dials, ahead;
        lock (_gate)
        {
            if (_limit.Forget()) _connections.Raise(_limit.Value);
            stalled = _connections.TakeStalled();
            retired = _connections.TakeRetired();
            expired = _queue.TakeExpired(_time.Before(Settings.QueueTimeout));
            GivePlaces();
            untold = _queue.TellWaiting(_time.Before(_worthTelling));
            ahead = _queue.Count;
            dials = PlanDials();
        }
        foreach (var connection in stalled)
        {
            _logger.BackendStalled(_model.Name, connection.Ssh!.Id, connection.Sessions);
            _watch.OnFailed("a connection does not answer");
        }
        foreach (var connection in retired) connection.Ssh!.Close(EndReason.PeerClosed, "The connection is not needed any more.");
        foreach (var waiter in expired) waiter.Complete(LeaseResult.Busy(_model.Name, "no place became free in time"));
        foreach (var waiter in untold) waiter.Request.OnWaiting(BackendText.Waiting(_model.Name, ahead));
        Dial(dials, "");
    }

    /// <inheritdoc/>
    public void Drain()
    {
        List<PooledConnection> retired;
        List<PlaceWaiter> refused;
        lock (_gate)
        {
            _isDraining = true;
            _connections.Leave();
            retired = _connections.TakeRetired();
            refused = _queue.TakeExpired(long.MaxValue);
        }
        _closed.Cancel();
        foreach (var connection in retired) connection.Ssh!.Close(EndReason.Drained, "The backend is not used any more.");
        foreach (var waiter in refused) waiter.Complete(LeaseResult.Drained(_model.Name));
    }

    /// <inheritdoc/>
    public void Close()
    {
        Drain();
        List<PooledConnection> rest;
        lock (_gate) rest = _connections.ToList();
        foreach (var connection in rest) connection.Ssh!.Close(EndReason.Drained, "Sluice is being stopped.");
    }

    /// <summary>A channel's opening went out.</summary>
    public void OnOpening(PooledConnection connection)
    {
        lock (_gate) connection.CountOpening(_time.GetTimestamp());
    }

    /// <summary>The backend opened a channel.</summary>
    public void OnOpened(PooledConnection connection, TimeSpan took)
    {
        lock (_gate)
        {
            connection.CountOpened(_time.GetTimestamp());
            _plan.Resume();
        }
        _watch.OnOpened(took);
    }

    /// <summary>The backend takes no more sessions on a connection: no more than it has confirmed are put on any.</summary>
    public void OnRefused(PooledConnection connection)
    {
        var learned = false;
        lock (_gate)
        {
            connection.CountAnswer(_time.GetTimestamp());
            var taken = connection.Opened;
            if (taken == 0)
            {
                connection.IsLeaving = true;
            }
            else
            {
                connection.Limit = Math.Min(connection.Limit, taken);
                learned = _limit.Learn(taken);
            }
        }
        if (learned) _logger.BackendLimitLearned(_model.Name, connection.Limit, Settings.MaxSessionsPerConnection);
        // Who refuses even the first session is not well; who refuses one too many is.
        if (connection.IsLeaving) _watch.OnFailed("it refuses sessions");
    }

    /// <summary>A place is free.</summary>
    public void OnReleased(PooledConnection connection, LeaseStage stage)
    {
        var isOver = false;
        int dials;
        lock (_gate)
        {
            connection.CountReleased(stage, _time.GetTimestamp());
            _sessions--;
            if (connection is { IsLeaving: true, Sessions: 0 }) isOver = _connections.Remove(connection);
            GivePlaces();
            dials = PlanDials();
        }
        if (isOver) connection.Ssh!.Close(EndReason.PeerClosed, "The connection is not needed any more.");
        Dial(dials, "");
    }

    /// <summary>A connection ended: its channels have been told, or are about to be.</summary>
    public void OnEnded(PooledConnection connection, SshConnection ssh, End end)
    {
        bool wasOurs;
        int dials;
        lock (_gate)
        {
            wasOurs = _connections.Remove(connection);
            if (wasOurs) _plan.Pause();
            GivePlaces();
            dials = PlanDials();
        }
        _logger.BackendEnded(_model.Name, ssh.Id, end.Side, end.Reason, end.Detail);
        // One that we took out ourselves was to end.
        if (wasOurs && !_closed.IsCancellationRequested) _watch.OnFailed($"a connection ended: {end.Detail}");
        Dial(dials, "");
    }

    private void GivePlaces()
    {
        while (_queue.Count > 0 && _connections.FindPlace() is { } connection)
        {
            var waiter = _queue.Take();
            waiter.Complete(waiter.IsGone ? LeaseResult.Busy(_model.Name, "the client has left") : LeaseResult.Granted(Take(connection)));
        }
    }

    private BackendLease Take(PooledConnection connection)
    {
        _sessions++;
        return connection.Take(_model, _time);
    }

    private int PlanDials() => _isDraining ? 0 : _plan.Take(_connections.Staying, _connections.Ready, _queue.Count, _limit.Value);

    private void Dial(int count, string requestId)
    {
        for (var i = 0; i < count; i++) _ = Task.Run(() => DialAsync(requestId));
    }

    private async Task DialAsync(string requestId)
    {
        var connection = new PooledConnection(this);
        var result = await _dialer.DialAsync(connection, onBehalfOf: null, requestId, _closed.Token).ConfigureAwait(false);
        List<PlaceWaiter> refused = [];
        var isUnwanted = false;
        int dials;
        lock (_gate)
        {
            if (result.Connection is { IsAlive: true } ssh)
            {
                _plan.Succeeded();
                connection.Join(ssh, _limit.Value, _time.GetTimestamp());
                isUnwanted = _isDraining;
                if (!isUnwanted) _connections.Add(connection);
            }
            else
            {
                _plan.Failed();
                // As long as there is a connection, or another may come about, a place may become free in time.
                if (_connections.Count == 0 && _plan.Dialing == 0) refused = _queue.TakeExpired(long.MaxValue);
            }
            GivePlaces();
            dials = PlanDials();
        }
        var failure = result.Failure ?? new End(EndReason.ConnectionLost, EndSide.Peer, "the connection ended at once");
        if (result.Failure is not null && !_closed.IsCancellationRequested) _watch.OnFailed($"no connection: {failure.Detail}");
        if (isUnwanted) result.Connection!.Close(EndReason.Drained, "The backend is not used any more.");
        foreach (var waiter in refused) waiter.Complete(LeaseResult.Failed(_model.Name, failure));
        Dial(dials, requestId);
    }
}

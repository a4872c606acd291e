using Microsoft.Extensions.Logging;

using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>One client's connection to one backend: made when it is first needed, made again if it was lost.</summary>
#pragma warning disable CA1001 // The token source has no timer and no wait handle: there is nothing to dispose of.
internal sealed class DedicatedBackend(BackendModel model, SshConnector connector, ILogger logger, TimeProvider time) : IConnectionObserver
#pragma warning restore CA1001
{
    /// <summary>What a backend is given to finish when its client is gone: git's own clean-up takes that long at most.</summary>
    private static readonly TimeSpan _lastRequests = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _abandoned = new();
    private Task<ConnectResult>? _connecting;
    private int _leases;

    /// <summary>A place on the connection, which is made if there is none.</summary>
    public async Task<LeaseResult> LeaseAsync(string requestId)
    {
        Task<ConnectResult> connecting;
        lock (_gate)
        {
            _leases++;
            if (_connecting is null or { IsFaulted: true } or { IsCompletedSuccessfully: true, Result.Connection: not { IsAlive: true } })
                _connecting = Task.Run(() => ConnectAsync(requestId));
            connecting = _connecting;
        }
        var result = await connecting.ConfigureAwait(false);
        if (result.Connection is { } connection) return new LeaseResult(new BackendLease(model.Name, connection, () => Release(connection)), null);
        Release(null);
        return new LeaseResult(null, result.Failure);
    }

    /// <summary>The client is gone: the connection ends with its last lease, or a little later.</summary>
    public void Abandon()
    {
        _abandoned.Cancel();
        if (Connection is not { } connection) return;
        lock (_gate)
        {
            if (_leases > 0)
            {
                _ = CloseLaterAsync(connection);
                return;
            }
        }
        CloseUnused(connection);
    }

    private SshConnection? Connection =>
        Volatile.Read(ref _connecting) is { IsCompletedSuccessfully: true, Result.Connection: { } connection } ? connection : null;

    IChannelObserver IConnectionObserver.OnSessionOpened(SshConnection connection, SshChannel channel) =>
        throw new InvalidOperationException("A server has no session channels to open.");

    void IConnectionObserver.OnEnded(SshConnection connection, End end) => logger.BackendEnded(model.Name, connection.Id, end.Side, end.Reason, end.Detail);

    private async Task<ConnectResult> ConnectAsync(string requestId)
    {
        var started = time.GetTimestamp();
        ConnectResult result;
        try
        {
            result = await connector.ConnectAsync(model.Host, model.Port, model.Ssh, this, _abandoned.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            result = new ConnectResult(null, new End(EndReason.PeerClosed, EndSide.Local, "the client left before the backend was reached"));
        }
        if (result.Connection is { } connection)
        {
            var milliseconds = time.GetElapsedTime(started).TotalMilliseconds;
            logger.BackendConnected(model.Name, model.Address, connection.RemoteIdentification, milliseconds, connection.Id, requestId);
            return result;
        }
        var failure = result.Failure!;
        logger.BackendFailed(model.Name, model.Address, failure.Reason, failure.Detail, requestId);
        if (failure.Reason == EndReason.HostKeyUnknown) logger.BackendHostKeyUnknown(model.Name, model.Port, model.Host, requestId);
        return result;
    }

    private void Release(SshConnection? connection)
    {
        lock (_gate)
        {
            if (--_leases > 0 || !_abandoned.IsCancellationRequested) return;
        }
        if (connection is not null) CloseUnused(connection);
    }

    private async Task CloseLaterAsync(SshConnection connection)
    {
        await Task.Delay(_lastRequests, time).ConfigureAwait(false);
        CloseUnused(connection);
    }

    private static void CloseUnused(SshConnection connection) => connection.Close(EndReason.PeerClosed, "the client is gone");
}

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>One client's connection to one backend, or a probe's: made when it is first needed, made again if it was lost.</summary>
#pragma warning disable CA1001 // The token source has no timer and no wait handle: there is nothing to dispose of.
internal sealed class DedicatedBackend(
    BackendModel model,
    SshConnection? client,
    BackendDialer dialer,
    IBackendWatch watch,
    Action<int> countSessions,
    ILogger logger,
    TimeProvider time)
    : IConnectionObserver, ILeaseOwner
#pragma warning restore CA1001
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _abandoned = new();
    private Task<ConnectResult>? _connecting;
    private int _leases;

    /// <summary>Leases that are out.</summary>
    public int Leases => Volatile.Read(ref _leases);

    /// <summary>The connection, if there is one that lives.</summary>
    public SshConnection? Connection =>
        Volatile.Read(ref _connecting) is { IsCompletedSuccessfully: true, Result.Connection: { IsAlive: true } connection } ? connection : null;

    /// <summary>True while the connection is being made.</summary>
    public bool IsDialing => Volatile.Read(ref _connecting) is { IsCompleted: false };

    /// <summary>A place on the connection, which is made if there is none.</summary>
    public async Task<LeaseResult> LeaseAsync(string requestId)
    {
        Task<ConnectResult> connecting;
        lock (_gate)
        {
            _leases++;
            countSessions(1);
            if (_connecting is null or { IsFaulted: true } or { IsCompletedSuccessfully: true, Result.Connection: not { IsAlive: true } })
                _connecting = Task.Run(() => DialAsync(requestId));
            connecting = _connecting;
        }
        var result = await connecting.ConfigureAwait(false);
        if (result.Connection is { } connection) return LeaseResult.Granted(new BackendLease(model, connection, this, time));
        Release();
        return LeaseResult.Failed(model.Name, result.Failure!);
    }

    /// <summary>The client is gone, or the backend is to be: the connection ends with its last lease, or a little later.</summary>
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

    void ILeaseOwner.OnOpening()
    {
    }

    void ILeaseOwner.OnOpened(TimeSpan took) => watch.OnOpened(took);

    void ILeaseOwner.OnRefused()
    {
    }

    void ILeaseOwner.OnReleased(LeaseStage stage) => Release();

    IChannelObserver IConnectionObserver.OnSessionOpened(SshConnection connection, SshChannel channel) =>
        throw new InvalidOperationException("A server has no session channels to open.");

    void IConnectionObserver.OnEnded(SshConnection connection, End end)
    {
        logger.BackendEnded(model.Name, connection.Id, end.Side, end.Reason, end.Detail);
        if (end.Side == EndSide.Peer && Leases > 0) watch.OnFailed($"a connection ended: {end.Detail}");
    }

    // Told here, once, and not by everybody who waits for it.
    private async Task<ConnectResult> DialAsync(string requestId)
    {
        var result = await dialer.DialAsync(this, client, requestId, _abandoned.Token).ConfigureAwait(false);
        if (result.Failure is { } failure && !_abandoned.IsCancellationRequested) watch.OnFailed($"no connection: {failure.Detail}");
        return result;
    }

    private void Release()
    {
        countSessions(-1);
        lock (_gate)
        {
            if (--_leases > 0 || !_abandoned.IsCancellationRequested) return;
        }
        if (Connection is { } connection) CloseUnused(connection);
    }

    private async Task CloseLaterAsync(SshConnection connection)
    {
        await Task.Delay(Parting.Patience, time).ConfigureAwait(false);
        CloseUnused(connection);
    }

    private static void CloseUnused(SshConnection connection) => connection.Close(EndReason.PeerClosed, "the client is gone");
}

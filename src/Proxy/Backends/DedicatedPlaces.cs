using System.Collections.Concurrent;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>
/// <c>Sharing: off</c>: each client has a connection of its own to the backend, made at its first command and used by its
/// later ones.
/// </summary>
internal sealed class DedicatedPlaces(BackendModel model, BackendDialer dialer, IBackendWatch watch, ILogger logger, TimeProvider time) : IPlaces
{
    private readonly ConcurrentDictionary<SshConnection, DedicatedBackend> _clients = new();
    private volatile bool _isDraining;
    private int _sessions;

    /// <inheritdoc/>
    public int Sessions => Volatile.Read(ref _sessions);

    /// <inheritdoc/>
    public bool HasRoom => !_isDraining;

    /// <inheritdoc/>
    public PoolState State
    {
        get
        {
            var all = _clients.Values.ToList();
            var alive = all.FindAll(own => own.Connection is not null);
            return new PoolState(
                alive.Count, alive.Count(own => own.Leases == 0), all.Count(own => own.IsDialing), all.Sum(own => own.Leases), 0);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<LeaseResult> LeaseAsync(LeaseRequest request)
    {
        if (_isDraining) return LeaseResult.Drained(model.Name);
        if (request.Client is not { } client) return await ProbeAsync(request).ConfigureAwait(false);
        var own = _clients.GetOrAdd(client, CreateBackend);
        var result = await own.LeaseAsync(request.RequestId).ConfigureAwait(false);
        // The client may have ended while its entry was being made.
        if (!client.IsAlive) OnClientEnded(client);
        return result;
    }

    /// <inheritdoc/>
    public void OnClientEnded(SshConnection client)
    {
        if (_clients.TryRemove(client, out var own)) own.Abandon();
    }

    /// <inheritdoc/>
    public void OnTick()
    {
    }

    /// <inheritdoc/>
    public void Drain()
    {
        _isDraining = true;
        foreach (var (client, own) in _clients)
        {
            if (own.Leases == 0) OnClientEnded(client);
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        _isDraining = true;
        foreach (var client in _clients.Keys) OnClientEnded(client);
    }

    /// <summary>A connection that ends with its only lease.</summary>
    private async Task<LeaseResult> ProbeAsync(LeaseRequest request)
    {
        var own = CreateBackend(null);
        var result = await own.LeaseAsync(request.RequestId).ConfigureAwait(false);
        own.Abandon();
        return result;
    }

    private DedicatedBackend CreateBackend(SshConnection? client) => new(model, client, dialer, watch, count => Interlocked.Add(ref _sessions, count), logger, time);
}

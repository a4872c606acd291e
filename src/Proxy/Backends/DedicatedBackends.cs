using System.Collections.Concurrent;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>
/// Gives each client connection its own connection to each backend that it asks for, made at its first command and
/// shared by its later ones.
/// </summary>
internal sealed class DedicatedBackends(IReadOnlyDictionary<string, BackendModel> models, ILoggerFactory loggerFactory, TimeProvider time) : IBackends
{
    private readonly ConcurrentDictionary<SshConnection, ConcurrentDictionary<string, DedicatedBackend>> _clients = new();
    private readonly SshConnector _connector = new(loggerFactory);
    private readonly ILogger _logger = loggerFactory.CreateLogger<DedicatedBackends>();

    /// <inheritdoc/>
    public async Task<LeaseResult> LeaseAsync(string backend, SshConnection client, string requestId)
    {
        if (!models.TryGetValue(backend, out var model))
            return new LeaseResult(null, new End(EndReason.BackendUnreachable, EndSide.Local, "there is no backend of that name"));
        var own = _clients.GetOrAdd(client, _ => new ConcurrentDictionary<string, DedicatedBackend>(StringComparer.Ordinal))
            .GetOrAdd(backend, _ => new DedicatedBackend(model, _connector, _logger, time));
        var result = await own.LeaseAsync(requestId).ConfigureAwait(false);
        // The client may have ended while its entry was being made.
        if (!client.IsAlive) OnClientEnded(client);
        return result;
    }

    /// <inheritdoc/>
    public void OnClientEnded(SshConnection client)
    {
        if (!_clients.TryRemove(client, out var backends)) return;
        foreach (var backend in backends.Values) backend.Abandon();
    }
}

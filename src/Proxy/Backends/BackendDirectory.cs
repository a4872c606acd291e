using System.Collections.Frozen;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>All backends by name.</summary>
internal sealed class BackendDirectory : IBackends, IDisposable
{
    private static readonly TimeSpan _tick = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly FrozenDictionary<string, Backend> _backends;

    /// <summary>Begins to make connections ahead of need.</summary>
    public BackendDirectory(IReadOnlyDictionary<string, BackendModel> models, ILoggerFactory loggerFactory, TimeProvider time)
    {
        _time = time;
        var connector = new SshConnector(loggerFactory);
        var logger = loggerFactory.CreateLogger<Backend>();
        _backends = models.Values.ToFrozenDictionary(model => model.Name, model => new Backend(model, connector, logger, time), StringComparer.Ordinal);
        _timer = time.CreateTimer(static state => ((BackendDirectory)state!).OnTick(), this, TimeSpan.Zero, _tick);
    }

    /// <summary>The backends.</summary>
    public IEnumerable<Backend> All => _backends.Values;

    /// <inheritdoc/>
    public ValueTask<LeaseResult> LeaseAsync(LeaseRequest request) => _backends.TryGetValue(request.Target, out var backend)
        ? backend.Places.LeaseAsync(request)
        : new(LeaseResult.Failed(request.Target, new End(EndReason.BackendUnreachable, EndSide.Local, "there is no backend of that name")));

    /// <inheritdoc/>
    public void OnClientEnded(SshConnection client)
    {
        foreach (var backend in _backends.Values) backend.Places.OnClientEnded(client);
    }

    /// <summary>Closes every connection.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        foreach (var backend in _backends.Values) backend.Places.Close();
    }

    private void OnTick()
    {
        var now = _time.GetTimestamp();
        foreach (var backend in _backends.Values) backend.Places.OnTick(now);
    }
}

using Microsoft.Extensions.Hosting;

namespace Sluice.Proxy.Sessions;

/// <summary>The one timer for all requests and idle connections: looks once a second at whom each waits for, and for how long.</summary>
internal sealed class RequestSweep(SessionServices services) : IHostedService, IDisposable
{
    private static readonly TimeSpan _tick = TimeSpan.FromSeconds(1);

    private ITimer? _timer;
    private int _isSweeping;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = services.Time.CreateTimer(static state => ((RequestSweep)state!).Sweep(), this, _tick, _tick);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private void Sweep()
    {
        // A round that takes longer than a second is not joined by a second one.
        if (Interlocked.Exchange(ref _isSweeping, 1) != 0) return;
        var timeouts = services.Model.Timeouts;
        foreach (var request in services.Live.Running) Try(request.Id, () => request.OnTick(timeouts));
        foreach (var session in services.Live.Sessions) Try(session.Connection.Id, () => session.OnTick(timeouts));
        Volatile.Write(ref _isSweeping, 0);
    }

    private void Try(string id, Action look)
    {
        try
        {
            look();
        }
#pragma warning disable CA1031 // A mistake of ours with one request must not leave the others without their time-outs.
        catch (Exception exception) when (exception is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            services.Logger.SweepCrashed(exception, id);
        }
    }
}

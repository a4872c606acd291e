using Sluice.Transport;

namespace Sluice.Proxy.GameDays.Faults;

/// <summary>Something on the way, a firewall perhaps, resets connections again and again.</summary>
internal sealed class BackendResetting(NetworkFaults faults) : BackendFault(faults, static (faults, backend, _) => faults.Reset(backend.Host, backend.Port))
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly NetworkFaults _faults = faults;

    /// <inheritdoc/>
    public override string Name => "backend-resetting";

    /// <inheritdoc/>
    public override string Does => "Every second the connections to the backend are reset; it can be connected to again at once.";

    /// <inheritdoc/>
    public override string Expects => "What ran there ends with one sentence; the backend is ejected when it goes on, and others serve.";

    /// <inheritdoc/>
    public override Action Begin(GameDayOrder order)
    {
        var end = base.Begin(order);
        var timer = new Timer(_ => _faults.Reset(order.Backend!.Host, order.Backend.Port), null, _interval, _interval);
        return () =>
        {
            timer.Dispose();
            end();
        };
    }
}

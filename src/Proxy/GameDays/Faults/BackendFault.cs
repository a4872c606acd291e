using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.GameDays.Faults;

/// <summary>A fault of the way to one backend.</summary>
/// <param name="faults">The seam in the connector.</param>
/// <param name="begin">Begins it for a backend at that host and port.</param>
internal abstract class BackendFault(NetworkFaults faults, Action<NetworkFaults, BackendModel, GameDayOrder> begin) : IGameDayFault
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string Does { get; }

    /// <inheritdoc/>
    public abstract string Expects { get; }

    /// <inheritdoc/>
    public bool NeedsBackend => true;

    /// <inheritdoc/>
    public virtual TimeSpan? By => null;

    /// <inheritdoc/>
    public virtual Action Begin(GameDayOrder order)
    {
        var backend = order.Backend!;
        begin(faults, backend, order);
        return () => faults.Repair(backend.Host, backend.Port);
    }
}

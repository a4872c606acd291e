using Sluice.Transport;

namespace Sluice.Proxy.GameDays.Faults;

/// <summary>The backend, or the way to it, has become slow.</summary>
internal sealed class BackendSlow(NetworkFaults faults) : BackendFault(faults, static (faults, backend, order) => faults.Slow(backend.Host, backend.Port, order.By))
{
    /// <inheritdoc/>
    public override string Name => "backend-slow";

    /// <inheritdoc/>
    public override string Does => "Everything from the backend comes late by --by, and so does each attempt to connect.";

    /// <inheritdoc/>
    public override string Expects => "Requests take longer and succeed; nobody else waits, and no memory is used for it.";

    /// <inheritdoc/>
    public override TimeSpan? By => TimeSpan.FromMilliseconds(200);
}

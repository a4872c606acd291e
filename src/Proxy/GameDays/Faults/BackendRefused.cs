using Sluice.Transport;

namespace Sluice.Proxy.GameDays.Faults;

/// <summary>Nobody listens at the backend any more.</summary>
internal sealed class BackendRefused(NetworkFaults faults) : BackendFault(faults, static (faults, backend, _) => faults.Refuse(backend.Host, backend.Port))
{
    /// <inheritdoc/>
    public override string Name => "backend-refused";

    /// <inheritdoc/>
    public override string Does => "Attempts to connect to the backend are refused; connections that there are stay.";

    /// <inheritdoc/>
    public override string Expects => "Requests go to the group's other members, or fail at once with one sentence; what runs goes on.";
}

using Sluice.Transport;

namespace Sluice.Proxy.GameDays.Faults;

/// <summary>The network swallows everything between us and the backend.</summary>
internal sealed class BackendBlackholed(NetworkFaults faults) : BackendFault(faults, static (faults, backend, _) => faults.Blackhole(backend.Host, backend.Port))
{
    /// <inheritdoc/>
    public override string Name => "backend-blackholed";

    /// <inheritdoc/>
    public override string Does => "Nothing arrives at the backend or from it: attempts to connect hang, connections are silent.";

    /// <inheritdoc/>
    public override string Expects => "Each wait ends with ConnectTimeout or StallTimeout; the backend is ejected and others serve; what ran goes on if the network is back in time, else ends with one sentence.";
}

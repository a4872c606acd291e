using Sluice.Transport;

namespace Sluice.Proxy.GameDays.Faults;

/// <summary>The backend's process is gone.</summary>
internal sealed class BackendKilled(NetworkFaults faults) : BackendFault(faults, static (faults, backend, _) =>
{
    faults.Refuse(backend.Host, backend.Port);
    faults.Reset(backend.Host, backend.Port);
})
{
    /// <inheritdoc/>
    public override string Name => "backend-killed";

    /// <inheritdoc/>
    public override string Does => "The connections to the backend are reset, and attempts to connect are refused.";

    /// <inheritdoc/>
    public override string Expects => "What ran there ends with one sentence and exit status 128; requests that come go elsewhere within a second.";
}

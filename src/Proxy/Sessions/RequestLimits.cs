using Sluice.Proxy.Admission;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Relay;

namespace Sluice.Proxy.Sessions;

/// <summary>What users and repositories share: places for requests, and bandwidth.</summary>
internal sealed class RequestLimits(AdmissionMetrics metrics, TimeProvider time)
{
    private readonly Quota _users = new(time);
    private readonly Quota _repositories = new(time);

    /// <summary>What users may send and receive.</summary>
    public BandwidthShares Bandwidth { get; } = new(time);

    /// <summary>The places of a request that begins.</summary>
    /// <param name="tell">Tells its user something while no backend was asked yet.</param>
    /// <param name="ended">Completes with the request, which then waits for nothing.</param>
    public RequestPlaces Begin(Action<string> tell, Task ended) => new(_users, _repositories, metrics, tell, ended);
}

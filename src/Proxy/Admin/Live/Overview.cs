using Sluice.Proxy.Hosting;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Sessions;

namespace Sluice.Proxy.Admin.Live;

/// <summary>The proxy in one line.</summary>
/// <param name="Version">The version that runs.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Uptime">Seconds since it started.</param>
/// <param name="IsReady">True while clients should be sent here.</param>
/// <param name="IsDraining">True once it takes no more requests.</param>
/// <param name="Connections">Clients' connections that are logged in.</param>
/// <param name="Requests">Requests under way.</param>
/// <param name="BytesIn">Bytes to backends since the start.</param>
/// <param name="BytesOut">Bytes to clients since the start.</param>
internal sealed record Overview(
    string Version, int ProcessId, double Uptime, bool IsReady, bool IsDraining, long Connections, int Requests, long BytesIn, long BytesOut)
{
    private static readonly DateTime _started = System.Diagnostics.Process.GetCurrentProcess().StartTime.ToUniversalTime();

    public static Overview Read(LiveSessions live, Readiness readiness, SluiceMetrics metrics, TimeProvider time) => new(
        BuildVersion.Text, Environment.ProcessId, Math.Round((time.GetUtcNow().UtcDateTime - _started).TotalSeconds, 1), readiness.IsReady,
        live.IsDraining, live.Connections, live.Requests, metrics.RelayedIn, metrics.RelayedOut);
}

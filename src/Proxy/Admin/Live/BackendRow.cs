using Sluice.Proxy.Backends;
using Sluice.Proxy.Backends.Groups;
using Sluice.Proxy.Backends.Health;

namespace Sluice.Proxy.Admin.Live;

/// <summary>A backend at this moment. Times are in seconds.</summary>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Address">Where it is.</param>
/// <param name="State">Whether it is used.</param>
/// <param name="Since">For how long it is used, or is out of use.</param>
/// <param name="ProbeIn">Until it may be probed; null if it is in use.</param>
/// <param name="ConsecutiveFailures">Failures since the last success; a slow opening is half a one.</param>
/// <param name="Ejections">How often it was taken out of use.</param>
/// <param name="LastFailure">The last failure; null if there was none.</param>
/// <param name="LastFailureAge">How long ago that was.</param>
/// <param name="IsShared">True if clients share connections to it.</param>
/// <param name="Busy">Connections with sessions.</param>
/// <param name="Idle">Connections without.</param>
/// <param name="Dialing">Connections that are being made.</param>
/// <param name="MostConnections">The most that there may be.</param>
/// <param name="Sessions">Sessions under way.</param>
/// <param name="Waiting">Requests that wait for a place.</param>
internal sealed record BackendRow(
    string Name,
    string Address,
    HealthState State,
    double Since,
    double? ProbeIn,
    double ConsecutiveFailures,
    long Ejections,
    string? LastFailure,
    double? LastFailureAge,
    bool IsShared,
    int Busy,
    int Idle,
    int Dialing,
    int MostConnections,
    int Sessions,
    int Waiting)
{
    public static BackendRow Of(Backend backend, long now)
    {
        var health = backend.Health.Snapshot(now);
        var numbers = backend.Numbers;
        return new BackendRow(
            backend.Model.Name, backend.Model.Address, health.State, Seconds(now - health.Since),
            health.EjectedUntil is { } until ? Math.Max(0, Seconds(until - now)) : null, health.ConsecutiveFailures, health.Ejections,
            health.LastFailure, health.LastFailureAt is { } at ? Seconds(now - at) : null, backend.Model.Pool.Sharing,
            numbers.Busy, numbers.Idle, numbers.Dialing, backend.Model.Pool.MaxConnections, numbers.Sessions, numbers.Waiting);
    }

    private static double Seconds(long milliseconds) => milliseconds / 1000.0;
}

/// <summary>A group of backends at this moment.</summary>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Placement">How one of them is chosen.</param>
/// <param name="IsPanicking">True while too few members are left and ejected ones are used as well.</param>
/// <param name="Members">Its backends.</param>
internal sealed record BackendGroupRow(string Name, string Placement, bool IsPanicking, IReadOnlyList<BackendMemberRow> Members)
{
    public static BackendGroupRow Of(BackendGroup group) => new(
        group.Name, group.Model.Placement.ToString(), group.IsPanicking,
        [.. group.Model.Members.Select(member => new BackendMemberRow(member.Backend, member.Role.ToString(), member.Weight))]);
}

/// <summary>A backend in a group.</summary>
internal sealed record BackendMemberRow(string Backend, string Role, int Weight);

/// <summary>All backends and groups.</summary>
internal sealed record BackendPage(IReadOnlyList<BackendRow> Backends, IReadOnlyList<BackendGroupRow> Groups);

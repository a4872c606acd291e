using Sluice.Proxy.Observability;
using Sluice.Proxy.Sessions;

namespace Sluice.Proxy.Admin.Live;

/// <summary>A request that is under way, for operators. Times are in seconds, rates in bytes a second.</summary>
internal sealed record RequestRow(
    string Id,
    string? Service,
    string? Repository,
    string? Backend,
    string? BackendConnectionId,
    RequestPhase Phase,
    Side Owes,
    long BytesIn,
    long BytesOut,
    long Rate,
    double Age,
    WaitRow Waits)
{
    public static RequestRow Of(RequestView view, long rate) => new(
        view.Id, view.Service, view.Repository, view.Backend, view.BackendConnectionId, view.Phase, view.Owes, view.BytesIn, view.BytesOut, rate,
        Math.Round(view.Age.TotalSeconds, 3), WaitRow.Of(view.Waits));
}

/// <summary>Whom a request waited for until now, in seconds.</summary>
internal sealed record WaitRow(double Client, double Backend, double Proxy, double Network)
{
    public static WaitRow Of(WaitSplit split) => new(Seconds(split.Client), Seconds(split.Backend), Seconds(split.Proxy), Seconds(split.Network));

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}

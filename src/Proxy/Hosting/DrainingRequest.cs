using Sluice.Proxy.Sessions;

namespace Sluice.Proxy.Hosting;

/// <summary>A request that a drain waits for. Times in seconds.</summary>
/// <param name="Id">The id that stands in the user's terminal and in the log.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Client">Where the client is.</param>
/// <param name="Service">The service's wire name.</param>
/// <param name="Repository">What it is about.</param>
/// <param name="Backend">Who serves it.</param>
/// <param name="Phase">How far it is.</param>
/// <param name="Owes">Who is waited for.</param>
/// <param name="Age">How long it has run.</param>
/// <param name="BytesIn">From the client.</param>
/// <param name="BytesOut">To the client.</param>
/// <param name="Rate">Bytes a second in both directions, over its whole age.</param>
/// <param name="Estimate">How much longer, as requests of this service and age have taken; null if that cannot be said.</param>
internal sealed record DrainingRequest(
    string Id, string User, string Client, string? Service, string? Repository, string? Backend, string Phase, string Owes, double Age, long BytesIn, long BytesOut, double Rate, double? Estimate)
{
    public static DrainingRequest Of(RequestView view, RequestDurations durations)
    {
        var age = view.Age.TotalSeconds;
        var rate = age > 0 ? (view.BytesIn + view.BytesOut) / age : 0;
        return new DrainingRequest(
            view.Id, view.User, $"{view.Client}", view.Service, view.Repository, view.Backend, $"{view.Phase}", $"{view.Owes}", age, view.BytesIn, view.BytesOut, rate,
            durations.Remaining(view.Service, view.Age)?.TotalSeconds);
    }
}

using System.Collections.Immutable;

using Sluice.Proxy.Commands;

namespace Sluice.Proxy.Options;

/// <summary>A time for each service; zero is none.</summary>
/// <param name="times">In the order of <see cref="HostingService"/>.</param>
internal sealed class ServiceTimes(ImmutableArray<TimeSpan> times)
{
    /// <summary>The service's time.</summary>
    public TimeSpan this[HostingService service] => times[(int)service];

    /// <summary>The same for every service, but for those that are named.</summary>
    public static ServiceTimes Of(TimeSpan every, params ReadOnlySpan<(HostingService Service, TimeSpan Time)> others)
    {
        var times = new TimeSpan[HostingServiceNames.All.Count];
        Array.Fill(times, every);
        foreach (var (service, time) in others) times[(int)service] = time;
        return new ServiceTimes([.. times]);
    }
}

using System.Diagnostics;

namespace Sluice.Proxy.GameDays;

/// <summary>A fault that is over.</summary>
/// <param name="Fault">What it was.</param>
/// <param name="Why">Why it ended.</param>
/// <param name="Ended">When, in ticks of the stopwatch.</param>
internal sealed record EndedFault(RunningFault Fault, string Why, long Ended)
{
    /// <summary>As operators see it.</summary>
    public EndedFaultView View() => new(
        Fault.Fault.Name, Fault.Order.Backend?.Name, Fault.Who, Why,
        Math.Round(Stopwatch.GetElapsedTime(Fault.Began, Ended).TotalSeconds, 1), Math.Round(Stopwatch.GetElapsedTime(Ended).TotalSeconds, 1));
}

using System.Diagnostics;

namespace Sluice.Proxy.GameDays;

/// <summary>A fault that is on.</summary>
/// <param name="Fault">Which.</param>
/// <param name="Order">How it was ordered.</param>
/// <param name="Who">By whom.</param>
/// <param name="Began">When, in ticks of the stopwatch.</param>
/// <param name="End">Ends it.</param>
internal sealed record RunningFault(IGameDayFault Fault, GameDayOrder Order, string Who, long Began, Action End)
{
    /// <summary>How long it has lasted.</summary>
    public TimeSpan Lasted => Stopwatch.GetElapsedTime(Began);

    /// <summary>How long it will still last; not less than nothing.</summary>
    public TimeSpan Left => Order.For > Lasted ? Order.For - Lasted : TimeSpan.Zero;

    /// <summary>As operators see it.</summary>
    public RunningFaultView View() => new(Fault.Name, Order.Backend?.Name, Who, Math.Round(Lasted.TotalSeconds, 1), Math.Round(Left.TotalSeconds, 1));
}

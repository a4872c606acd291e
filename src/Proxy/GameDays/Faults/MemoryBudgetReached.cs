using Sluice.Proxy.Sessions;

namespace Sluice.Proxy.GameDays.Faults;

/// <summary>The memory budget is given out to the last byte.</summary>
internal sealed class MemoryBudgetReached(SessionServices services) : IGameDayFault
{
    /// <inheritdoc/>
    public string Name => "memory-budget-reached";

    /// <inheritdoc/>
    public string Does => "All that is left of MemoryBudget is taken.";

    /// <inheritdoc/>
    public string Expects => "What runs goes on with the windows that it has; further requests wait, for ten seconds at most, and are told.";

    /// <inheritdoc/>
    public TimeSpan Longest => TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public Action Begin(GameDayOrder order)
    {
        var taken = services.Budget.TakeAll();
        return () => services.Budget.Release(taken);
    }
}

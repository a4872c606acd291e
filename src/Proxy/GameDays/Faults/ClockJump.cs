namespace Sluice.Proxy.GameDays.Faults;

/// <summary>The clock is set ahead, and back in the end.</summary>
internal sealed class ClockJump(GameDaySeams seams) : IGameDayFault
{
    /// <inheritdoc/>
    public string Name => "clock-jump";

    /// <inheritdoc/>
    public string Does => "The clock jumps ahead by --by, and back in the end.";

    /// <inheritdoc/>
    public string Expects => "No session ends and no time-out fires; keys and certificates that will have expired by then are refused, and the log has the other date.";

    /// <inheritdoc/>
    public TimeSpan? By => TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public Action Begin(GameDayOrder order)
    {
        seams.Time.Shift(order.By);
        return () => seams.Time.Shift(TimeSpan.Zero);
    }
}

namespace Sluice.Proxy.GameDays.Faults;

/// <summary>The system's clock with another idea of the date. What measures durations is not concerned, as when a real clock is set.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _offset;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => System.LocalTimeZone;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _offset));

    /// <summary>Sets it ahead of the truth; zero is the truth.</summary>
    public void Shift(TimeSpan offset) => Volatile.Write(ref _offset, offset.Ticks);
}

namespace Sluice.Transport.Diagnostics;

/// <summary>So many lines at once, and so many a second after that. Safe from any thread.</summary>
internal sealed class LineRate(int burst, int perSecond)
{
    private readonly Lock _lock = new();
    private double _left = burst;
    private long _last;

    /// <summary>True if a line may be written at <paramref name="now"/>, in ticks of milliseconds.</summary>
    public bool TryTake(long now)
    {
        lock (_lock)
        {
            _left = Math.Min(burst, _left + (Math.Max(0, now - _last) * perSecond / 1000.0));
            _last = now;
            if (_left < 1) return false;
            _left--;
            return true;
        }
    }
}

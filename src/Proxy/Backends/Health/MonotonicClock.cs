namespace Sluice.Proxy.Backends.Health;

/// <summary>The times that health and recent writes are told.</summary>
internal static class MonotonicClock
{
    /// <summary>Milliseconds of a clock that never goes back; where it began says nothing.</summary>
    public static long Milliseconds(this TimeProvider time) => (long)time.GetElapsedTime(0).TotalMilliseconds;
}

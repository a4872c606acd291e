namespace Sluice.Proxy.Backends.Pooling;

/// <summary>Arithmetic with a clock's time stamps.</summary>
internal static class TimeStamps
{
    /// <summary>The time stamp of a moment in the past.</summary>
    public static long Before(this TimeProvider time, TimeSpan duration) =>
        time.GetTimestamp() - (long)(duration.TotalSeconds * time.TimestampFrequency);
}

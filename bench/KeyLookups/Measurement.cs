using System.Diagnostics;
using System.Globalization;

namespace Sluice.KeyLookups;

/// <summary>Many look-ups by some callers at one time: how long each took, and all of them.</summary>
internal sealed class Measurement
{
    private readonly long[] _sorted;
    private readonly TimeSpan _whole;

    private Measurement(long[] ticks, TimeSpan whole)
    {
        Array.Sort(ticks);
        _sorted = ticks;
        _whole = whole;
    }

    public double Rate => _sorted.Length / _whole.TotalSeconds;

    /// <summary>The median and the 99th percentile.</summary>
    public string Times => $"p50 {Text(Percentile(50))}, p99 {Text(Percentile(99))}";

    /// <summary>What somebody else has timed, one after the other.</summary>
    public static Measurement Of(long[] ticks) => new(ticks, Stopwatch.GetElapsedTime(0, ticks.Sum()));

    private TimeSpan Percentile(double percent) =>
        Stopwatch.GetElapsedTime(0, _sorted[Math.Min(_sorted.Length - 1, (int)(_sorted.Length * percent / 100))]);

    /// <summary>Looks up what each index stands for, once.</summary>
    public static async Task<Measurement> RunAsync(int count, int callers, Func<int, ValueTask> lookUp)
    {
        var ticks = new long[count];
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < count;)
            {
                var begun = Stopwatch.GetTimestamp();
                await lookUp(i);
                ticks[i] = Stopwatch.GetTimestamp() - begun;
            }
        })));
        return new Measurement(ticks, Stopwatch.GetElapsedTime(started));
    }

    private static string Text(TimeSpan time) => time.TotalMilliseconds >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0.0} µs");
}

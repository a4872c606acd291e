using System.Runtime;

namespace Sluice.Proxy.Admin.Memory;

/// <summary>What the garbage collector is and does.</summary>
/// <param name="IsServer">Server GC, with a heap for each core; workstation otherwise.</param>
/// <param name="IsConcurrent">True if collections of generation 2 go on beside the program.</param>
/// <param name="Latency">The latency mode.</param>
/// <param name="ConserveMemory">0 to 9: how much it works for a small heap.</param>
/// <param name="HeapLimit">The most that it may have of the system, in bytes.</param>
/// <param name="Collections">Collections of generation 0, 1 and 2 since the start; those of a higher one count for the lower ones too.</param>
/// <param name="PauseShare">Percentage of the time since the start that collections held everything up.</param>
/// <param name="Paused">Milliseconds of that since the start.</param>
/// <param name="Last">The last collection.</param>
internal sealed record CollectorReport(
    bool IsServer,
    bool IsConcurrent,
    string Latency,
    int ConserveMemory,
    long HeapLimit,
    IReadOnlyList<int> Collections,
    double PauseShare,
    double Paused,
    LastCollection? Last)
{
    public static CollectorReport Read()
    {
        var last = GC.GetGCMemoryInfo(GCKind.Any);
        var settings = GC.GetConfigurationVariables();
        return new CollectorReport(
            GCSettings.IsServerGC, Setting(settings, "ConcurrentGC") != 0, GCSettings.LatencyMode.ToString(), (int)Setting(settings, "GCConserveMem"),
            last.TotalAvailableMemoryBytes, [.. Enumerable.Range(0, GC.MaxGeneration + 1).Select(GC.CollectionCount)],
            last.PauseTimePercentage, Math.Round(GC.GetTotalPauseDuration().TotalMilliseconds, 1), LastCollection.Of(last));
    }

    private static long Setting(IReadOnlyDictionary<string, object> settings, string name) =>
        settings.TryGetValue(name, out var value) ? Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture) : 0;
}

/// <summary>One collection.</summary>
/// <param name="Number">Which one it was.</param>
/// <param name="Generation">The highest generation that it collected.</param>
/// <param name="IsCompacted">True if it moved objects together.</param>
/// <param name="IsConcurrent">True if it went on beside the program.</param>
/// <param name="Paused">Milliseconds for which it held everything up.</param>
/// <param name="Heap">Bytes of objects after it.</param>
/// <param name="Fragmented">Bytes of free space between them.</param>
/// <param name="Committed">Bytes that the GC had of the system.</param>
internal sealed record LastCollection(long Number, int Generation, bool IsCompacted, bool IsConcurrent, double Paused, long Heap, long Fragmented, long Committed)
{
    public static LastCollection? Of(GCMemoryInfo info)
    {
        if (info.Index == 0) return null;
        var paused = 0.0;
        foreach (var pause in info.PauseDurations) paused += pause.TotalMilliseconds;
        return new LastCollection(
            info.Index, info.Generation, info.Compacted, info.Concurrent, Math.Round(paused, 2), info.HeapSizeBytes, info.FragmentedBytes, info.TotalCommittedBytes);
    }
}

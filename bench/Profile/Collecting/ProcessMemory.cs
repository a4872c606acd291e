using System.Globalization;

namespace Sluice.Profile.Collecting;

/// <summary>Memory of a process, from /proc/PID/smaps_rollup, in bytes.</summary>
/// <param name="Resident">All pages that are in memory, the files it maps among them.</param>
/// <param name="Anonymous">Those that belong to no file: heaps, stacks and native allocations.</param>
internal readonly record struct ProcessMemory(long Resident, long Anonymous)
{
    /// <summary>Reads it; null if the process is gone.</summary>
    public static ProcessMemory? TryRead(int processId)
    {
        try
        {
            var lines = File.ReadAllLines($"/proc/{processId}/smaps_rollup");
            return new ProcessMemory(ValueOf(lines, "Rss:"), ValueOf(lines, "Anonymous:"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }

    private static long ValueOf(string[] lines, string key)
    {
        var words = lines.First(line => line.StartsWith(key, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return long.Parse(words[1], CultureInfo.InvariantCulture) * 1024;
    }
}

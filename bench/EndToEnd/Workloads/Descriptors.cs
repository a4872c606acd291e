using System.Globalization;

namespace Sluice.EndToEnd.Workloads;

/// <summary>How many file descriptors a process may open here.</summary>
internal static class Descriptors
{
    /// <summary>The hard limit, which peers raise their own to.</summary>
    public static long Most { get; } = Parse(File.ReadLines("/proc/self/limits"));

    public static long Parse(IEnumerable<string> limits)
    {
        var words = limits.First(line => line.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words[4] == "unlimited" ? long.MaxValue : long.Parse(words[4], CultureInfo.InvariantCulture);
    }
}

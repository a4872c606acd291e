using System.Globalization;

namespace Sluice.Testing.Measuring;

/// <summary>What a process holds of the machine, from /proc.</summary>
public static class ProcessFigures
{
    /// <summary>Bytes of memory that are resident (VmRSS).</summary>
    public static long ResidentBytes(int processId) => long.Parse(Status(processId, "VmRSS:").Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;

    /// <summary>Threads.</summary>
    public static int Threads(int processId) => int.Parse(Status(processId, "Threads:").Split('\t')[^1], CultureInfo.InvariantCulture);

    /// <summary>What each open descriptor stands for, in the order of their numbers.</summary>
    public static IReadOnlyList<string> DescriptorTargets(int processId) =>
        [.. Directory.GetFileSystemEntries($"/proc/{processId}/fd").OrderBy(entry => int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture)).Select(TargetOf).OfType<string>()];

    /// <summary>
    /// File descriptors that are open, without those of loaded assemblies, and of their symbols, which the first exception opens
    /// whose stack is written: they stay open until the process ends.
    /// </summary>
    public static int Descriptors(int processId) =>
        Directory.GetFileSystemEntries($"/proc/{processId}/fd").Count(descriptor => TargetOf(descriptor) is { } target && !IsOfCode(target));

    private static bool IsOfCode(string target) => target.EndsWith(".dll", StringComparison.Ordinal) || target.EndsWith(".pdb", StringComparison.Ordinal);

    private static string Status(int processId, string field) =>
        File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith(field, StringComparison.Ordinal));

    /// <summary>What a descriptor stands for; null if it was closed meanwhile.</summary>
    private static string? TargetOf(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }
}

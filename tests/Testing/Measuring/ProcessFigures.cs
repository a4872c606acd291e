using System.Globalization;

namespace Sluice.Testing.Measuring;

/// <summary>What a process holds of the machine, from /proc.</summary>
public static class ProcessFigures
{
    /// <summary>Bytes of memory that are resident (VmRSS).</summary>
    public static long ResidentBytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>File descriptors that are open, without those of loaded assemblies, which stay open until the process ends.</summary>
    public static int Descriptors(int processId) =>
        Directory.GetFileSystemEntries($"/proc/{processId}/fd").Count(descriptor => TargetOf(descriptor) is { } target && !target.EndsWith(".dll", StringComparison.Ordinal));

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

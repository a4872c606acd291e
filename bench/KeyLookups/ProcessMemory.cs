using System.Globalization;

namespace Sluice.KeyLookups;

/// <summary>What this process holds, after it has thrown away what it can.</summary>
internal readonly record struct ProcessMemory(long Managed, long Resident)
{
    public static ProcessMemory Now()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        var pages = long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture);
        return new ProcessMemory(GC.GetTotalMemory(forceFullCollection: true), pages * Environment.SystemPageSize);
    }

    public string Since(ProcessMemory before, int keys) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Managed - before.Managed) / (double)keys:0} bytes a key managed, {(Resident - before.Resident) / (double)keys:0} resident; {Resident >> 20} MiB resident in all");
}

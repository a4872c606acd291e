using System.Runtime.InteropServices;

namespace Sluice.Proxy.Hosting;

/// <summary>Gives memory that nobody uses back to the system, at the price of a pause of tens of milliseconds.</summary>
internal static class MemoryRelease
{
    /// <summary>
    /// Collects all generations, moves objects together, has the GC return what is empty, then has the C library return what
    /// OpenSSL freed, which no collection touches. Blocks the whole process while it collects.
    /// </summary>
    public static void Run()
    {
        // Contexts of ciphers have finalizers: what they free can be returned after the second one only.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        TrimNativeHeap();
    }

    private static void TrimNativeHeap()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = MallocTrim(0);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // Another C library than glibc: it has nothing of the kind.
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int MallocTrim(nuint pad);
}

using System.Runtime.InteropServices;

using Microsoft.Win32.SafeHandles;

namespace Sluice.Proxy.GameDays.Faults;

/// <summary>
/// The process has no file descriptors left but a few, and those that no connection may take: without them .NET cannot start a
/// thread, and ends the process.
/// </summary>
internal sealed partial class DescriptorsExhausted : IGameDayFault
{
    /// <summary>Two to whoever comes first, and the 32 that are kept.</summary>
    private const int Left = 2 + 32;

    /// <summary>Of fewer fewer are kept.</summary>
    private const int Least = 256;

    // RLIMIT_NOFILE of Linux.
    private const int OpenFiles = 7;

    private const string Folder = "/proc/self/fd";

    /// <inheritdoc/>
    public string Name => "descriptors-exhausted";

    /// <inheritdoc/>
    public string Does => "The process may open two more connections, and no more.";

    /// <inheritdoc/>
    public string Expects => "What runs goes on; further clients are closed at once, or are told that a backend cannot be reached; the listener serves again when it is over.";

    /// <inheritdoc/>
    public TimeSpan Longest => TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public string? Missing => OperatingSystem.IsLinux() ? null : "The limit of descriptors can be lowered on Linux only.";

    /// <inheritdoc/>
    public Action Begin(GameDayOrder order)
    {
        if (Get(OpenFiles, out var before) != 0) throw new IOException($"getrlimit failed with error {Marshal.GetLastPInvokeError()}");
        // The limit is on their numbers: it is put above the highest one, and then what is free below is used up.
        var highest = Directory.EnumerateFileSystemEntries(Folder).Max(entry => int.Parse(Path.GetFileName(entry.AsSpan()), System.Globalization.CultureInfo.InvariantCulture));
        var soft = Math.Min(before.Hard, (nuint)Math.Max(Least, highest + 1 + Left));
        if (Set(OpenFiles, before with { Soft = soft }) != 0) throw new IOException($"setrlimit failed with error {Marshal.GetLastPInvokeError()}");
        var taken = Fill();
        foreach (var handle in taken.TakeLast(Left)) handle.Dispose();
        return () =>
        {
            _ = Set(OpenFiles, before);
            foreach (var handle in taken) handle.Dispose();
        };
    }

    private static List<SafeFileHandle> Fill()
    {
        var taken = new List<SafeFileHandle>();
        try
        {
            while (true) taken.Add(File.OpenHandle("/dev/null", share: FileShare.ReadWrite));
        }
        catch (IOException)
        {
            // There are none left.
        }
        return taken;
    }

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Get(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Set(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limit(nuint Soft, nuint Hard);
}

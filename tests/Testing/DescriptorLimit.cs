using System.Globalization;
using System.Runtime.InteropServices;

namespace Sluice.Testing;

/// <summary>
/// Lets this process open no descriptor, or only a few more, until it is disposed of; those that are open stay. It is felt by
/// everything in the process, so that nothing else may run meanwhile. The threads that .NET may want meanwhile are started
/// before, see <see cref="StartedThreads"/>.
/// </summary>
public sealed partial class DescriptorLimit : IDisposable
{
    // RLIMIT_NOFILE of Linux.
    private const int OpenFiles = 7;

    private const int Margin = 64;

    private readonly StartedThreads _threads = new();
    private readonly Limit _before;
    private readonly List<FileStream> _fillers = [];

    /// <summary>No descriptor at all, not even one that becomes free.</summary>
    public DescriptorLimit()
        : this(0)
    {
    }

    private DescriptorLimit(nuint soft)
    {
        if (!OperatingSystem.IsLinux() || Get(OpenFiles, out _before) != 0) throw new PlatformNotSupportedException("This test needs getrlimit as Linux has it.");
        Change(_before with { Soft = soft });
    }

    /// <summary>All descriptors are taken: only one that becomes free can be opened again, as in a process that has used up what it may.</summary>
    public static DescriptorLimit Exhausted() => AllBut(0);

    /// <summary>As many as that, the highest, are free.</summary>
    public static DescriptorLimit AllBut(int left)
    {
        var highest = Directory.GetFiles("/proc/self/fd").Max(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture));
        // Far enough above the highest for what the product keeps of so many to be free or taken as a whole.
        var limit = new DescriptorLimit((nuint)highest + 1 + Margin);
        try
        {
            while (true) limit._fillers.Add(new FileStream("/dev/null", FileMode.Open, FileAccess.Read));
        }
        catch (IOException)
        {
            limit.FreeHighest(left);
            return limit;
        }
    }

    /// <summary>Gives back some of the descriptors that were taken, the lowest.</summary>
    public void Free(int count)
    {
        foreach (var filler in _fillers.Take(count)) filler.Dispose();
        _fillers.RemoveRange(0, Math.Min(count, _fillers.Count));
    }

    private void FreeHighest(int count)
    {
        foreach (var filler in _fillers.TakeLast(count)) filler.Dispose();
        _fillers.RemoveRange(_fillers.Count - count, count);
    }

    public void Dispose()
    {
        Free(_fillers.Count);
        Change(_before);
        _threads.Dispose();
    }

    private static void Change(Limit limit)
    {
        if (Set(OpenFiles, limit) != 0) throw new InvalidOperationException($"setrlimit failed with error {Marshal.GetLastPInvokeError()}.");
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

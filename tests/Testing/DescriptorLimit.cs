using System.Runtime.InteropServices;

namespace Sluice.Testing;

/// <summary>
/// Lets this process open no descriptor until it is disposed of; those that are open stay. It is felt by everything in the process,
/// so that nothing else may run meanwhile.
/// </summary>
public sealed partial class DescriptorLimit : IDisposable
{
    // RLIMIT_NOFILE of Linux.
    private const int OpenFiles = 7;

    private readonly Limit _before;

    public DescriptorLimit()
    {
        if (!OperatingSystem.IsLinux() || Get(OpenFiles, out _before) != 0) throw new PlatformNotSupportedException("This test needs getrlimit as Linux has it.");
        Change(_before with { Soft = 0 });
    }

    public void Dispose() => Change(_before);

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

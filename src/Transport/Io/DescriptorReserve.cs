using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Sluice.Transport.Io;

/// <summary>
/// The last descriptors that this process may have, which are no connection's: .NET needs two for a moment to start a thread, and
/// where its thread pool finds none the process ends. Linux gives the lowest number that is free, so that a number tells how many
/// are left.
/// </summary>
internal static partial class DescriptorReserve
{
    /// <summary>For threads that start at the same time, files that are read and programs that are run.</summary>
    private const int Most = 32;

    // RLIMIT_NOFILE of Linux.
    private const int OpenFiles = 7;

    /// <summary>True if <paramref name="socket"/> has taken one of them: it has to be given back at once. Asks the limit anew, which may be changed at any time.</summary>
    public static bool Includes(Socket socket) =>
        OperatingSystem.IsLinux() && Get(OpenFiles, out var limit) == 0 && (nuint)socket.Handle >= limit.Soft - SizeWithin(limit.Soft);

    /// <summary>How many are kept of as many as there may be: few of few.</summary>
    public static nuint SizeWithin(nuint limit) => Math.Min(Most, limit / 8);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Get(int resource, out Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limit(nuint Soft, nuint Hard);
}

using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace Sluice.Proxy.Hosting;

/// <summary>The few calls of the C library that .NET has no word for.</summary>
internal static partial class Libc
{
    public const int LocalFamily = 1;
    public const int Stream = 1;
    public const int CloseOnExec = 0x80000;
    public const int NoHang = 1;

    private const int DuplicateWithCloseOnExec = 1030;
    private const int SetDescriptorFlags = 2;

    /// <summary>Another descriptor of the same thing, not below <paramref name="least"/>, that no program we start inherits; -1 if there is none.</summary>
    public static int Duplicate(int descriptor, int least) => FileControl(descriptor, DuplicateWithCloseOnExec, least);

    /// <summary>Lets programs that are started inherit a descriptor, or not.</summary>
    public static void SetInherited(int descriptor, bool isInherited) => _ = FileControl(descriptor, SetDescriptorFlags, isInherited ? 0 : 1);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int FileControl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int ParentProcessId();

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int Wait(int processId, out int status, int options);

    /// <summary>Two connected sockets.</summary>
    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int SocketPair(int family, int type, int protocol, [Out, MarshalUsing(ConstantElementCount = 2)] int[] descriptors);

    /// <summary>Starts a program found as a shell finds it. Both lists end with a null. Gives an error number, 0 for none.</summary>
    [LibraryImport("libc", EntryPoint = "posix_spawnp", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int Spawn(out int processId, string file, nint actions, nint attributes, string?[] arguments, string?[] environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int BeginActions(nint actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int AddDuplicate(nint actions, int descriptor, int target);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    public static partial int EndActions(nint actions);
}

using System.Runtime.InteropServices;

namespace Sluice.Testing;

/// <summary>Descriptors of this process, for tests that hand them over.</summary>
public static partial class FileDescriptor
{
    /// <summary>Another descriptor of the same file or socket, as another process would hold it.</summary>
    public static int Duplicate(int descriptor) => DuplicateDescriptor(descriptor);

    [LibraryImport("libc", EntryPoint = "dup")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int DuplicateDescriptor(int descriptor);
}

namespace Sluice.Proxy.Identity;

/// <summary>Reads a file that decides who may log in.</summary>
internal static class IdentityFile
{
    // More than a KRL with a million single serials takes.
    private const int LongestFile = 64 << 20;

    /// <summary>Its bytes; false gives a sentence that says what is wrong.</summary>
    public static bool TryRead(string path, out byte[] content, out string fault)
    {
        content = [];
        fault = "";
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LongestFile }) fault = $"{path} is longer than 64 MiB.";
            else if (IsWorldWritable(path)) fault = $"Everybody on this machine may change {path}, and so decide who logs in: run chmod o-w on it.";
            else content = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            fault = $"There is no file {path}.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = $"The file {path} cannot be read: {e.Message}";
        }
        return fault.Length == 0;
    }

    /// <summary>What sshd's StrictModes refuses: whoever may write here decides who logs in.</summary>
    public static bool IsWorldWritable(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.OtherWrite) != 0;
}

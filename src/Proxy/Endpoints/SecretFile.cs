using System.Security.Cryptography;

namespace Sluice.Proxy.Endpoints;

/// <summary>Reads a password or token that proves us to somebody else.</summary>
internal static class SecretFile
{
    /// <summary>Its bytes without the white space around them; false gives a sentence that says what is wrong.</summary>
    public static bool TryRead(string path, int longest, out byte[] secret, out string fault)
    {
        secret = [];
        fault = "";
        byte[] content = [];
        try
        {
            if (new FileInfo(path) is { Exists: true } file && file.Length > longest) fault = $"{path} is longer than {longest} bytes, which is no password or token.";
            else if (IsReadableByAll(path)) fault = $"Everybody on this machine may read {path}: run chmod 600 on it.";
            else content = File.ReadAllBytes(path);
            var trimmed = content.AsSpan().Trim(" \t\r\n"u8);
            if (fault.Length == 0 && trimmed.IsEmpty) fault = $"{path} is empty.";
            secret = trimmed.ToArray();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            fault = $"There is no file {path}.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = $"The file {path} cannot be read: {e.Message}";
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
        return fault.Length == 0;
    }

    private static bool IsReadableByAll(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0;
}

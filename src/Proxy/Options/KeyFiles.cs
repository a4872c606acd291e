using Sluice.Transport;

namespace Sluice.Proxy.Options;

/// <summary>Reads the files that a configuration names; what cannot be read becomes a fault.</summary>
/// <param name="folder">What relative paths are relative to.</param>
internal sealed class KeyFiles(string folder)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>The full paths of what was read, or was to be.</summary>
    public IReadOnlyCollection<string> Read => _read;

    /// <summary>The full path of what is written in the configuration.</summary>
    public string FullPath(string written) => Path.GetFullPath(written, folder);

    /// <summary>Reads a private key, or adds faults and gives null.</summary>
    public SshPrivateKey? ReadPrivateKey(string written, string passphrase, Faults faults)
    {
        var path = FullPath(written);
        if (ReadBytes(path, faults) is not { } content) return null;
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
            {
                faults.Add($"Everybody on this machine may read the private key {path}: run chmod 600 on it.");
                return null;
            }
            return SshPrivateKey.Read(content, passphrase);
        }
        catch (SshKeyFileException e)
        {
            faults.Add($"The key {path} cannot be used: {e.Message}");
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It may be taken away between reading and asking who may read it.
            faults.Add($"The file {path} cannot be read: {e.Message}");
            return null;
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>Reads a passphrase: the first line of a file; empty if none is named.</summary>
    public string ReadPassphrase(string? written, Faults faults) => written is null ? "" : (ReadText(written, faults) ?? "").Split('\n')[0].TrimEnd('\r');

    /// <summary>Reads a text file, or adds a fault and gives null.</summary>
    public string? ReadText(string written, Faults faults) =>
        ReadBytes(FullPath(written), faults) is { } content ? System.Text.Encoding.UTF8.GetString(content) : null;

    private byte[]? ReadBytes(string path, Faults faults)
    {
        _read.Add(path);
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            faults.Add($"There is no file {path}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"The file {path} cannot be read: {e.Message}");
        }
        return null;
    }
}

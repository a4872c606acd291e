namespace Sluice.Testing;

/// <summary>A folder of its own for one test or fixture, readable by its owner alone, gone when disposed.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder(string purpose = "test") =>
        FullName = Directory.CreateTempSubdirectory($"sluice-{purpose}-").FullName;

    public string FullName { get; }

    /// <summary>The full path of something inside the folder; nothing is created.</summary>
    public string PathOf(params string[] parts) => Path.Combine([FullName, .. parts]);

    /// <summary>Creates a folder inside this one and gives its full path.</summary>
    public string CreateFolder(params string[] parts) => Directory.CreateDirectory(PathOf(parts)).FullName;

    /// <summary>Writes a text file inside the folder and gives its full path.</summary>
    public string Write(string name, string content)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Writes a text file that its owner alone may read, and gives its full path.</summary>
    public string WriteSecret(string name, string content)
    {
        var path = Write(name, content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    public void Dispose()
    {
        // A program that was just killed may still be writing its last file while we delete: try again a few times.
        for (var attempt = 0; Directory.Exists(FullName); attempt++)
        {
            try
            {
                Directory.Delete(FullName, recursive: true);
            }
            catch (IOException) when (attempt < 20)
            {
                Thread.Sleep(100);
            }
        }
    }
}

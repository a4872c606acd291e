using System.Security.Cryptography;
using System.Text;

namespace Sluice.Proxy.Identity;

/// <summary>Reads the files of the key folder.</summary>
internal static class KeyFolder
{
    private const int LongestFile = 1 << 20;

    /// <summary>Everything in the folder at one moment.</summary>
    /// <param name="Files">Name and text of each file, ordered by name.</param>
    /// <param name="Faults">One sentence for each file that cannot be read, or that others may change.</param>
    /// <param name="Digest">Differs when anything else does.</param>
    public sealed record Content(IReadOnlyList<KeyValuePair<string, string>> Files, IReadOnlyList<string> Faults, string Digest);

    /// <summary>Reads it. Files whose names begin with a dot are passed over.</summary>
    /// <exception cref="IOException">The folder itself cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder itself cannot be read.</exception>
    public static Content Read(string directory)
    {
        var files = new List<KeyValuePair<string, string>>();
        var faults = new List<string>();
        if (IdentityFile.IsWorldWritable(directory)) faults.Add($"Everybody on this machine may change {directory}, and so log in as anybody: run chmod o-w on it.");
        foreach (var path in Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (name.StartsWith('.')) continue;
            try
            {
                if (new FileInfo(path) is { Length: > LongestFile }) faults.Add($"{name} is ignored: it is longer than 1 MiB.");
                else if (IdentityFile.IsWorldWritable(path)) faults.Add($"{name} is ignored: everybody on this machine may change it, and so log in as anybody; run chmod o-w on it.");
                else files.Add(new(name, File.ReadAllText(path)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                faults.Add($"{name} is ignored because it cannot be read: {e.Message}");
            }
        }
        return new Content(files, faults, Digest(files, faults));
    }

    private static string Digest(List<KeyValuePair<string, string>> files, List<string> faults)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in files.SelectMany(file => new[] { file.Key, file.Value }).Concat(faults))
        {
            hash.AppendData(BitConverter.GetBytes(part.Length));
            hash.AppendData(Encoding.UTF8.GetBytes(part));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}

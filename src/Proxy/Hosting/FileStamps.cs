namespace Sluice.Proxy.Hosting;

/// <summary>When files were written, and how long they are: what differs where one has changed.</summary>
internal sealed class FileStamps : IEquatable<FileStamps>
{
    private readonly Dictionary<string, (DateTime Written, DateTime Made, long Length)> _stamps;

    private FileStamps(Dictionary<string, (DateTime Written, DateTime Made, long Length)> stamps) => _stamps = stamps;

    /// <summary>Of no files.</summary>
    public static FileStamps None { get; } = new([]);

    /// <summary>As they are now; a file that cannot be seen has a stamp too.</summary>
    public static FileStamps Of(IEnumerable<string> files) => new(files.Distinct(StringComparer.Ordinal).ToDictionary(file => file, Of, StringComparer.Ordinal));

    /// <inheritdoc/>
    public bool Equals(FileStamps? other) =>
        other is not null && _stamps.Count == other._stamps.Count && _stamps.All(stamp => other._stamps.TryGetValue(stamp.Key, out var theirs) && theirs == stamp.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FileStamps);

    /// <inheritdoc/>
    public override int GetHashCode() => _stamps.Count;

    private static (DateTime Written, DateTime Made, long Length) Of(string path)
    {
        try
        {
            // What a link leads to: a file that is mounted from elsewhere is often one.
            var file = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
            return file.Exists ? (file.LastWriteTimeUtc, file.CreationTimeUtc, file.Length) : default;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}

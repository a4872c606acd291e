using Sluice.Proxy.Commands;

namespace Sluice.Proxy.Backends.Groups;

/// <summary>
/// A repository in eight bytes, so that remembering one costs the same whatever its name. Should two repositories have
/// the same key, they are placed alike and a write of one keeps the other's reads with the primary: neither does harm.
/// </summary>
/// <param name="Hash">The hash of its spelling.</param>
internal readonly record struct RepositoryKey(ulong Hash)
{
    private const string Suffix = ".git";

    /// <summary>
    /// The key of a path as it is asked of the backend. git finds <c>app.git</c> for <c>app</c>, so both have one key: a
    /// push to the one must be seen by a fetch of the other.
    /// </summary>
    public static RepositoryKey Of(string path)
    {
        var spelling = RepositoryPath.Normalise(path).AsSpan();
        while (spelling.Length > Suffix.Length && spelling.EndsWith(Suffix, StringComparison.Ordinal)) spelling = spelling[..^Suffix.Length].TrimEnd('/');
        return new RepositoryKey(StableHash.Of(spelling.ToString()));
    }
}

using Sluice.Testing;

namespace Sluice.Fuzz;

/// <summary>
/// The inputs that are kept: <c>Corpus/TARGET</c>, small real ones to start from, and <c>Finds/TARGET</c>, those that
/// once broke a promise.
/// </summary>
internal static class Corpus
{
    private static string Root => Path.Combine(RepositoryRoot.FullName, "tests", "Fuzz");

    /// <summary>Where a target's seeds lie.</summary>
    public static string SeedFolder(FuzzTarget target) => Path.Combine(Root, "Corpus", target.Name);

    /// <summary>Every kept input of a target by name, in order.</summary>
    public static IReadOnlyList<string> Files(FuzzTarget target) =>
        [.. Folder(SeedFolder(target)), .. Folder(Path.Combine(Root, "Finds", target.Name))];

    private static IEnumerable<string> Folder(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path).Order(StringComparer.Ordinal) : [];
}

using System.Text.RegularExpressions;

using Sluice.Testing;

namespace Sluice.Architecture.Tests;

/// <summary>A source file as the rules see it.</summary>
/// <param name="Path">Relative to the checkout, with slashes.</param>
/// <param name="Code">Its lines without comments and literals.</param>
public sealed partial record SourceFile(string Path, IReadOnlyList<string> Code)
{
    /// <summary>All C# sources below src.</summary>
    public static IReadOnlyList<SourceFile> All { get; } = Load();

    /// <summary>The project's folder: <c>Transport</c> of <c>src/Transport/Wire/WireReader.cs</c>.</summary>
    public string Project => Path.Split('/')[1];

    /// <summary>The folder within the project; empty for a file beside the project file, the first of several levels otherwise.</summary>
    public string Folder => Path.Split('/') is { Length: > 3 } parts ? parts[2] : "";

    /// <summary>Names of the types it declares.</summary>
    public IEnumerable<string> Types => Code.SelectMany(line => Declaration().Matches(line)).Select(match => match.Groups[1].Value);

    public static SourceFile Parse(string path, string text) => new(path, CodeOnly.Lines(text));

    /// <summary>The declared namespace.</summary>
    public string Namespace => Code.Select(line => NamespaceDeclaration().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value ?? "";

    private static List<SourceFile> Load() =>
        [.. Directory.EnumerateFiles(System.IO.Path.Combine(RepositoryRoot.FullName, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(RepositoryRoot.FullName, file).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => Parse(path, File.ReadAllText(System.IO.Path.Combine(RepositoryRoot.FullName, path))))];

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record(?:\s+struct|\s+class)?|delegate\s+[\w<>\[\]?]+)\s+(\w+)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)")]
    private static partial Regex NamespaceDeclaration();
}

using Sluice.Testing;

namespace Sluice.Architecture.Tests;

/// <summary>The sources keep to the picture in docs/architecture.md.</summary>
public sealed class ArchitectureTests
{
    private const int MostLines = 300;

    [Fact]
    public void There_are_sources_to_read() => Assert.True(SourceFile.All.Count > 20, $"only {SourceFile.All.Count} files below src");

    [Fact]
    public void Folders_use_only_those_that_they_have_an_arrow_to() => None(ArrowRule.Check(SourceFile.All));

    [Fact]
    public void Libraries_stay_behind_their_borders() => None(Border.All.SelectMany(border => border.Check(SourceFile.All)));

    [Fact]
    public void No_source_file_is_too_long() => None(
        SourceFile.All.Where(file => file.Code.Count > MostLines)
            .Select(file => new Violation(file.Path, MostLines, $"{file.Code.Count} lines are more than {MostLines}: which nouns live in it?")));

    [Fact]
    public void A_files_namespace_is_its_folder_or_its_projects_root() => None(
        SourceFile.All.Where(file => file.Namespace.Length > 0 && !NamespacesOf(file).Contains(file.Namespace))
            .Select(file => new Violation(file.Path, 1, $"the namespace {file.Namespace} is not where the file lies.")));

    [Fact]
    public void Projects_below_src_refer_to_nothing_outside_it() => None(
        from project in Directory.EnumerateFiles(Path.Combine(RepositoryRoot.FullName, "src"), "*.csproj", SearchOption.AllDirectories)
        from line in File.ReadAllLines(project).Index()
        where line.Item.Contains("<ProjectReference", StringComparison.Ordinal) && !line.Item.Contains("\"../Transport/", StringComparison.Ordinal)
        select new Violation(Path.GetRelativePath(RepositoryRoot.FullName, project), line.Index + 1, "src refers only to src/Transport."));

    private static IEnumerable<string> NamespacesOf(SourceFile file)
    {
        var parts = file.Path.Split('/')[1..^1];
        return Enumerable.Range(1, parts.Length).Select(count => "Sluice." + string.Join('.', parts[..count]));
    }

    private static void None(IEnumerable<Violation> violations)
    {
        var found = violations.ToList();
        Assert.True(found.Count == 0, $"{found.Count} violations:\n{string.Join('\n', found)}");
    }
}

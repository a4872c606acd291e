using System.Text.RegularExpressions;

namespace Sluice.Architecture.Tests;

/// <summary>Finds uses of a folder by another that has no arrow to it.</summary>
internal static class ArrowRule
{
    public static IEnumerable<Violation> Check(IReadOnlyCollection<SourceFile> files) => files.SelectMany(file => Check(file, files));

    private static IEnumerable<Violation> Check(SourceFile file, IReadOnlyCollection<SourceFile> files)
    {
        if (!Arrows.Of(file.Project).ContainsKey(file.Folder))
        {
            yield return new Violation(file.Path, 1, $"the folder {file.Folder} is not in the table of arrows: draw it there first.");
            yield break;
        }

        foreach (var (folder, pattern) in Traces(file, files))
        {
            for (var line = 0; line < file.Code.Count; line++)
            {
                if (pattern.IsMatch(file.Code[line]))
                    yield return new Violation(file.Path, line + 1, $"{file.Project}/{file.Folder} must not use {file.Project}/{folder}.");
            }
        }
    }

    /// <summary>For each folder without an arrow, how its use would look in this file.</summary>
    private static IEnumerable<(string Folder, Regex Pattern)> Traces(SourceFile file, IReadOnlyCollection<SourceFile> files)
    {
        var root = $"Sluice.{file.Project}";
        var forbidden = files.Where(other => other.Project == file.Project && !Arrows.Allows(file.Project, file.Folder, other.Folder))
            .GroupBy(other => other.Folder);
        foreach (var folder in forbidden)
        {
            List<string> forms = [];
            if (folder.Key.Length > 0)
                forms.Add($@"\bSluice\.{file.Project}\.{folder.Key}\b");
            // A sibling namespace can be named without its root, and a type in the root namespace without anything. The latter are
            // the project's doors, in whichever folder they are made.
            foreach (var (declared, space) in folder.SelectMany(other => other.Types.Select(type => (type, other.Namespace))))
            {
                if (space != root)
                    forms.Add($@"(?<![\w.]){folder.Key}\.{declared}\b");
                else if (!Arrows.Allows(file.Project, file.Folder, Arrows.Doors))
                    forms.Add($@"(?<![\w.]){declared}\b");
            }

            if (forms.Count == 0)
                continue;
            yield return (folder.Key, new Regex(string.Join('|', forms)));
        }
    }
}

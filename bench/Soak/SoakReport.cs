using System.Text;

namespace Sluice.Soak;

/// <summary>Writes README.md of a run. A report is never overwritten.</summary>
internal static class SoakReport
{
    /// <summary>Writes it and gives its path.</summary>
    /// <param name="folder">The report's folder, which must not be there yet.</param>
    /// <param name="command">How to do it again.</param>
    /// <param name="facts">The machine and its programs.</param>
    /// <param name="chapters">Each scenario with what it found, as Markdown.</param>
    public static string Write(string folder, string command, IReadOnlyDictionary<string, string> facts, IEnumerable<(IScenario Scenario, Findings Findings, string Text)> chapters)
    {
        var all = chapters.ToList();
        var text = new StringBuilder();
        text.Append($"# {Path.GetFileName(folder)}: backends under load and failure\n\n");
        text.Append("Real processes on one machine over loopback: sluice, sshd, git and ssh, and where thousands of sessions are needed,\n");
        text.Append($"clients and backends of the tool's own. Reproduce: `{command}`.\n\n| scenario | held |\n|---|---|\n");
        foreach (var (scenario, findings, _) in all)
        {
            var missed = findings.Verdicts.Where(verdict => !verdict.Holds).Select(verdict => verdict.What).ToList();
            text.Append($"| {scenario.Name} | {(findings.Hold ? "yes" : $"**no**: {string.Join("; ", missed)}")} |\n");
        }
        text.Append('\n');
        foreach (var (scenario, _, found) in all) text.Append($"## {scenario.Name}\n\n{scenario.Question}\n\n{found}");
        text.Append("## Machine\n\n");
        foreach (var (name, value) in facts) text.Append($"- {name}: {value}\n");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "README.md");
        File.WriteAllText(path, text.ToString());
        return path;
    }
}

using System.Globalization;
using System.Text;

namespace Sluice.Soak.GameDays;

/// <summary>Writes README.md of a game day. A report is never overwritten.</summary>
internal static class GameDayReport
{
    /// <summary>Writes it and gives its path.</summary>
    public static string Write(string folder, string command, IReadOnlyDictionary<string, string> facts, IReadOnlyList<GameOutcome> outcomes)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {Path.GetFileName(folder)}: a game day\n\n");
        text.Append("Real sluice, sshd, git and ssh on one machine over loopback. Three users clone and one pushes all the while, clones of 16 MiB are held in\n");
        text.Append("mid-pack when a failure begins. Every clone's content is compared by its hash with what the repository holds, every acknowledged push is looked\n");
        text.Append(CultureInfo.InvariantCulture, $"up in the repository, which `git fsck` then checks. Reproduce: `{command}`.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{outcomes.Count(outcome => outcome.Passed)} of {outcomes.Count} passed; bytes lost: {outcomes.Sum(outcome => outcome.Result.LostBytes)}.\n\n");
        text.Append("| scenario | expected | seen | verdict | lost bytes | time to recover | afterwards |\n|---|---|---|---|---:|---:|---|\n");
        foreach (var outcome in outcomes)
        {
            var recovery = outcome.Result.Recovery is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s") : "–";
            text.Append(CultureInfo.InvariantCulture, $"| {outcome.Game.Name} | {outcome.Game.Expected} | {outcome.Result.Seen} | {(outcome.Passed ? "pass" : "**fail**")} | {outcome.Result.LostBytes} | {recovery} | {outcome.Rest} |\n");
        }
        text.Append("\nTime to recover is from the failure's end (from its begin, for a backend that is refused, killed, or clients that vanish) until a request was served, the start\nof git and ssh included.\n\n");
        foreach (var outcome in outcomes.Where(outcome => outcome.Result.Faults.Count > 0))
            text.Append(CultureInfo.InvariantCulture, $"## {outcome.Game.Name}: not as expected\n\n```\n{string.Join('\n', outcome.Result.Faults)}\n```\n\n");
        text.Append("## Machine\n\n");
        foreach (var (name, value) in facts) text.Append(CultureInfo.InvariantCulture, $"- {name}: {value}\n");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "README.md");
        File.WriteAllText(path, text.ToString());
        return path;
    }
}

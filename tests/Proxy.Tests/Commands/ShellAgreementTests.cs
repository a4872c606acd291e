using System.Text;

using Sluice.Fuzz;
using Sluice.Proxy.Commands;
using Sluice.Testing;

using Xunit;

namespace Sluice.Proxy.Tests.Commands;

/// <summary>A backend hands the command line to a shell, so the shell must find the same words in it as the routes did.</summary>
public sealed class ShellAgreementTests
{
    private const int Changed = 20_000;

    [Fact]
    public async Task The_shell_finds_the_same_words_in_every_line_that_is_accepted()
    {
        var lines = AcceptedLines();
        Assert.True(lines.Count > 100, $"{lines.Count} lines are too few to tell.");

        var found = await SplitByShellAsync(lines);

        Assert.Equal(lines.Select(Words), found);
    }

    [Fact]
    public async Task The_shell_finds_the_path_in_every_line_that_is_sent()
    {
        var commands = AcceptedLines().ConvertAll(Parse);

        var found = await SplitByShellAsync(commands.ConvertAll(command => Encoding.UTF8.GetString(CommandLine.Render(command, command.Path))));

        Assert.Equal(commands.Select(command => command.Path), found.Select((words, i) => words[commands[i].Service == HostingService.Hg ? 2 : 1]));
    }

    /// <summary>The kept lines, and those that are left of many random changes to them; the same in every run.</summary>
    private static List<string> AcceptedLines()
    {
        var kept = Corpus.Files(FuzzTargets.Find("exec-line")!).Select(File.ReadAllBytes).Where(line => line.Length <= 200).ToList();
        var mutator = new Mutator(new Random(4252));
        var changed = Enumerable.Range(0, Changed).Select(_ => mutator.Mutate(kept));
        return [.. kept.Concat(changed).Where(line => CommandLine.TryParse(line, out _, out _)).Select(Encoding.UTF8.GetString).Distinct().Take(2000)];
    }

    private static HostingCommand Parse(string line) =>
        CommandLine.TryParse(Encoding.UTF8.GetBytes(line), out var command, out var refusal) ? command : throw new InvalidOperationException(refusal);

    private static string[] Words(string line)
    {
        var words = new List<string>();
        Assert.True(ShellWords.TrySplit(Encoding.UTF8.GetBytes(line), words, out var refusal), refusal);
        return [.. words];
    }

    /// <summary>One shell that has no program to run but its own printf, in an empty folder: a line that is not words does no harm.</summary>
    private static async Task<List<string[]>> SplitByShellAsync(List<string> lines)
    {
        using var scripts = new TemporaryFolder();
        using var empty = new TemporaryFolder();
        var script = scripts.Write("lines.sh", string.Concat(lines.Select(line => $"printf '%s\\0' {line}\nprintf '\\1'\n")));
        var result = await ProgramRunner.RunAsync("sh", [script], new ProgramOptions
        {
            WorkingFolder = empty.Root,
            Environment = new Dictionary<string, string?> { ["PATH"] = "" },
        });
        Assert.Equal(0, result.ExitCode);
        return [.. result.Output.Split('\u0001')[..^1].Select(words => words.Split('\0')[..^1])];
    }
}

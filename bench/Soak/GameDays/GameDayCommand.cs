using System.CommandLine;

using Sluice.Testing;
using Sluice.Testing.Measuring;

namespace Sluice.Soak.GameDays;

/// <summary>The command behind <c>tools/gameday</c>.</summary>
internal static class GameDayCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var scenario = new Option<string[]>("--scenario") { Description = $"Plays these alone: {string.Join(", ", GameDayRun.Games.Select(game => game.Name))}.", AllowMultipleArgumentsPerToken = true };
        scenario.AcceptOnlyFromAmong([.. GameDayRun.Games.Select(game => game.Name)]);
        var name = new Option<string?>("--name") { Description = "Writes a report of that name to perf-reports/DATE-NAME." };
        var date = new Option<string>("--date") { Description = "The report's date.", DefaultValueFactory = _ => $"{DateTime.UtcNow:yyyy-MM-dd}" };
        var output = new Option<string>("--output") { Description = "Where reports go.", DefaultValueFactory = _ => Path.Combine(RepositoryRoot.FullName, "perf-reports") };
        var command = new Command("gameday", "Makes everything fail once, with real git and sshd, and says what was seen; exit code 1 if anything was not as expected.") { scenario, name, date, output };
        command.SetAction(async (arguments, _) =>
        {
            var folder = arguments.GetValue(name) is { } given ? Path.Combine(arguments.GetRequiredValue(output), $"{arguments.GetRequiredValue(date)}-{given}") : null;
            if (Directory.Exists(folder))
            {
                await Console.Error.WriteLineAsync($"{folder} exists, and a report is never overwritten: give this one another --name.");
                return 1;
            }
            var wanted = arguments.GetValue(scenario) ?? [];
            var facts = await MachineFacts.CollectAsync();
            var outcomes = await GameDayRun.PlayAsync(GameDayRun.Games.Where(game => wanted.Length == 0 || wanted.Contains(game.Name)));
            var words = wanted.Length == 0 ? "" : $" --scenario {string.Join(' ', wanted)}";
            if (folder is not null) Console.WriteLine(GameDayReport.Write(folder, $"tools/gameday{words} --name NAME", facts, outcomes));
            Console.WriteLine($"{outcomes.Count(outcome => outcome.Passed)} of {outcomes.Count} passed, {outcomes.Sum(outcome => outcome.Result.LostBytes)} bytes lost");
            return outcomes.All(outcome => outcome.Passed) ? 0 : 1;
        });
        return command;
    }
}

using System.CommandLine;

using Sluice.Soak;
using Sluice.Soak.GameDays;
using Sluice.Soak.Scenarios;
using Sluice.Testing;
using Sluice.Testing.Measuring;

var sessions = new Option<int>("--sessions") { Description = "Sessions of the scenario 'endings'.", DefaultValueFactory = _ => 20_000 };
var rounds = new Option<int>("--rounds") { Description = "Rounds of the scenarios that take turns; 0 is each scenario's own number.", DefaultValueFactory = _ => 0 };
var minutes = new Option<int>("--minutes") { Description = "Minutes of the scenario 'mixed', which is part of 'all' only where this is said. `tools/soak 10` is `tools/soak mixed --minutes 10`.", DefaultValueFactory = _ => 0 };
var name = new Option<string?>("--name") { Description = "Writes a report of that name to perf-reports/DATE-NAME." };
var date = new Option<string>("--date") { Description = "The report's date.", DefaultValueFactory = _ => $"{DateTime.UtcNow:yyyy-MM-dd}" };
var output = new Option<string>("--output") { Description = "Where reports go.", DefaultValueFactory = _ => Path.Combine(RepositoryRoot.FullName, "perf-reports") };

var words = new Argument<string[]>("scenario")
{
    Description = $"What to run: all, or one or several of {string.Join(", ", All(0, 0, 1).Select(scenario => scenario.Name))}.",
    Arity = ArgumentArity.OneOrMore,
};
words.AcceptOnlyFromAmong(["all", .. All(0, 0, 1).Select(scenario => scenario.Name)]);
var command = new RootCommand("Puts sluice under load and lets clients and backends fail, and holds what happens against bars.") { words, sessions, rounds, minutes, name, date, output };
command.SetAction((arguments, _) => RunAsync(arguments));
command.Subcommands.Add(GameDayCommand.Create());
// A number alone is minutes of everything.
if (args.Length > 0 && int.TryParse(args[0], out _)) args = ["mixed", "--minutes", .. args];
return await command.Parse(args).InvokeAsync();

static IReadOnlyList<IScenario> All(int sessions, int rounds, int minutes) =>
[
    .. minutes > 0 ? (IScenario[])[new MixedScenario(minutes)] : [],
    new BackendKillScenario(),
    new EndingsScenario(sessions),
    new StalledReadersScenario(),
    new StalledReaderScenario(rounds > 0 ? rounds : 10),
    new ConfigurationChangeScenario(),
    new UpgradeScenario(),
    new SmallCloneScenario(rounds > 0 ? rounds : 40),
];

async Task<int> RunAsync(ParseResult arguments)
{
    var wanted = arguments.GetRequiredValue(words);
    var folder = arguments.GetValue(name) is { } given ? Path.Combine(arguments.GetRequiredValue(output), $"{arguments.GetRequiredValue(date)}-{given}") : null;
    if (Directory.Exists(folder))
    {
        Console.Error.WriteLine($"{folder} exists, and a report is never overwritten: give this one another --name.");
        return 1;
    }
    var facts = await MachineFacts.CollectAsync();
    var chapters = new List<(IScenario Scenario, Findings Findings, string Text)>();
    var time = arguments.GetValue(minutes) is > 0 and var chosen ? chosen : wanted.Contains("mixed") ? 10 : 0;
    foreach (var scenario in All(arguments.GetValue(sessions), arguments.GetValue(rounds), time).Where(scenario => wanted.Contains("all") || wanted.Contains(scenario.Name)))
    {
        Console.Write($"## {scenario.Name}\n\n");
        var findings = new Findings();
        try
        {
            await scenario.RunAsync(findings);
        }
#pragma warning disable CA1031 // One scenario's failure is a line of the report; the others run all the same.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            findings.Fail(failure);
        }
        chapters.Add((scenario, findings, findings.Finish()));
    }
    if (folder is not null) Console.WriteLine(SoakReport.Write(folder, $"tools/soak {string.Join(' ', args)}", facts, chapters));
    return chapters.TrueForAll(chapter => chapter.Findings.Hold) ? 0 : 1;
}

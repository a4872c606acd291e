using System.CommandLine;

using Sluice.Soak;
using Sluice.Soak.Scenarios;
using Sluice.Testing;
using Sluice.Testing.Measuring;

var sessions = new Option<int>("--sessions") { Description = "Sessions of the scenario 'endings'.", DefaultValueFactory = _ => 20_000 };
var rounds = new Option<int>("--rounds") { Description = "Rounds of the scenarios that take turns; 0 is each scenario's own number.", DefaultValueFactory = _ => 0 };
var name = new Option<string?>("--name") { Description = "Writes a report of that name to perf-reports/DATE-NAME." };
var date = new Option<string>("--date") { Description = "The report's date.", DefaultValueFactory = _ => $"{DateTime.UtcNow:yyyy-MM-dd}" };
var output = new Option<string>("--output") { Description = "Where reports go.", DefaultValueFactory = _ => Path.Combine(RepositoryRoot.FullName, "perf-reports") };

var command = new RootCommand("Puts sluice under load and lets clients and backends fail, and holds what happens against bars.");
foreach (var word in (string[])["all", .. All(0, 0).Select(scenario => scenario.Name)])
{
    var description = All(0, 0).FirstOrDefault(scenario => scenario.Name == word)?.Question ?? "Runs all scenarios, one after the other.";
    var subcommand = new Command(word, description) { sessions, rounds, name, date, output };
    subcommand.SetAction((arguments, _) => RunAsync(word, arguments));
    command.Subcommands.Add(subcommand);
}
return await command.Parse(args).InvokeAsync();

static IReadOnlyList<IScenario> All(int sessions, int rounds) =>
[
    new BackendKillScenario(),
    new EndingsScenario(sessions),
    new StalledReadersScenario(),
    new StalledReaderScenario(rounds > 0 ? rounds : 8),
    new ConfigurationChangeScenario(),
    new SmallCloneScenario(rounds > 0 ? rounds : 40),
];

async Task<int> RunAsync(string word, ParseResult arguments)
{
    var folder = arguments.GetValue(name) is { } given ? Path.Combine(arguments.GetRequiredValue(output), $"{arguments.GetRequiredValue(date)}-{given}") : null;
    if (Directory.Exists(folder))
    {
        Console.Error.WriteLine($"{folder} exists, and a report is never overwritten: give this one another --name.");
        return 1;
    }
    var facts = await MachineFacts.CollectAsync();
    var chapters = new List<(IScenario Scenario, Findings Findings, string Text)>();
    foreach (var scenario in All(arguments.GetValue(sessions), arguments.GetValue(rounds)).Where(scenario => word == "all" || scenario.Name == word))
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

using System.CommandLine;

using Sluice.EndToEnd;
using Sluice.Testing;
using Sluice.Testing.Measuring;

var name = new Option<string>("--name") { Description = "The report's name; its folder is perf-reports/DATE-NAME.", Required = true };
var date = new Option<string>("--date") { Description = "The report's date.", DefaultValueFactory = _ => $"{DateTime.UtcNow:yyyy-MM-dd}" };
var output = new Option<string>("--output") { Description = "Where reports go.", DefaultValueFactory = _ => Path.Combine(RepositoryRoot.FullName, "perf-reports") };
var large = new Option<int>("--large-mib") { Description = "Size of the large transfers, in MiB.", DefaultValueFactory = _ => 1024 };
var smallRounds = new Option<int>("--rounds") { Description = "Rounds of small clones.", DefaultValueFactory = _ => 30 };
var largeRounds = new Option<int>("--large-rounds") { Description = "Rounds of large transfers.", DefaultValueFactory = _ => 3 };
var suites = new Option<string[]>("--suites")
{
    Description = "The client's ciphers, as CIPHER or CIPHER+MAC.",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => BenchOptions.AllSuites,
};
var command = new RootCommand("Measures clones and raw streams direct to sshd and through Sluice, side by side, and writes a report.")
{
    name, date, output, large, smallRounds, largeRounds, suites,
};
command.SetAction(async (arguments, _) =>
{
    var options = new BenchOptions(
        arguments.GetRequiredValue(name), arguments.GetRequiredValue(date), arguments.GetRequiredValue(output), arguments.GetRequiredValue(large),
        arguments.GetRequiredValue(smallRounds), arguments.GetRequiredValue(largeRounds), arguments.GetRequiredValue(suites));
    if (Directory.Exists(options.Folder))
    {
        Console.Error.WriteLine($"{options.Folder} exists, and a report is never overwritten: give this one another --name.");
        return 1;
    }

    var facts = await MachineFacts.CollectAsync();
    await using var site = await BenchSite.StartAsync(options.LargeBytes);
    var measurements = new Measurements(site, options);
    await measurements.RunAsync();
    Report.Write(options, facts, measurements);
    Console.WriteLine(Path.Combine(options.Folder, "report.md"));
    return measurements.Samples.Any(sample => sample.Failure is not null) ? 1 : 0;
});
return await command.Parse(args).InvokeAsync();

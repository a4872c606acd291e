using System.CommandLine;

using Sluice.KeyLookups;

var keys = new Option<int>("--keys") { Description = "Keys in the directory.", DefaultValueFactory = _ => 1_000_000 };
var lookups = new Option<int>("--lookups") { Description = "Look-ups of each measurement that asks the database.", DefaultValueFactory = _ => 20_000 };
var folder = new Option<bool>("--folder") { Description = "Measure the folder of files in place of the database, in a process of its own." };
var root = new RootCommand("Measures a directory of many keys: a real PostgreSQL, or a folder of files.") { keys, lookups, folder };
root.SetAction(async (arguments, _) =>
{
    var report = new Report(Console.Out);
    await report.BeginAsync();
    if (arguments.GetValue(folder)) await FolderRun.RunAsync(arguments.GetValue(keys), report);
    else await PostgresRun.RunAsync(arguments.GetValue(keys), arguments.GetValue(lookups), report);
    return 0;
});
return await root.Parse(args).InvokeAsync();

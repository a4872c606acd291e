using System.CommandLine;
using System.Diagnostics;

using Sluice.EndToEnd;
using Sluice.EndToEnd.Ceilings;
using Sluice.EndToEnd.Reports;
using Sluice.EndToEnd.Running;
using Sluice.EndToEnd.Workloads;
using Sluice.Testing;
using Sluice.Testing.Measuring;

string[] quickPeers = [PeerProcess.Direct, "haproxy", PeerProcess.Go, PeerProcess.Sluice];
string[] allPeers = [PeerProcess.Direct, .. PeerFile.All.Values.Where(peer => !peer.IsBackend).Select(peer => peer.Name)];
string[] allWorkloads = [.. AllWorkloads.InOrder.Select(workload => workload.Name)];
// Those of the contract.
string[] quickWorkloads = [.. allWorkloads.Except(["large-clone", "check"])];
string[] allSuites = ["aes128-gcm@openssh.com", "chacha20-poly1305@openssh.com"];

var name = new Option<string?>("--name") { Description = "The report's name; its folder is perf-reports/DATE-NAME. Without it, it goes to artifacts/bench." };
var quick = new Option<bool>("--quick") { Description = $"What the contract needs, with few rounds and the peers {string.Join(", ", quickPeers)}: under three minutes on a machine that has nothing else to do." };
var workloads = new Option<string[]>("--workloads") { Description = $"What to measure: {string.Join(", ", allWorkloads)}.", AllowMultipleArgumentsPerToken = true };
workloads.AcceptOnlyFromAmong(allWorkloads);
var peers = new Option<string[]>("--peers") { Description = $"Whom: {string.Join(", ", allPeers)}; direct is always among them.", AllowMultipleArgumentsPerToken = true };
peers.AcceptOnlyFromAmong(allPeers);
var suites = new Option<string[]>("--suites") { Description = "The client's ciphers, as CIPHER or CIPHER+MAC.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => allSuites };
var rounds = new Option<int?>("--rounds") { Description = "Rounds of what takes less than a second (20)." };
var largeRounds = new Option<int?>("--large-rounds") { Description = "Rounds of what takes longer (3)." };
var large = new Option<int?>("--large-mib") { Description = "Size of a large transfer in MiB (512); a clone and a push are half of it." };
var date = new Option<string>("--date") { Description = "The report's date.", DefaultValueFactory = _ => $"{DateTime.UtcNow:yyyy-MM-dd}" };
var output = new Option<string?>("--output") { Description = "Where reports go." };
var command = new RootCommand("Measures Sluice beside what people use today, in one run on one machine, and holds it against its contract.")
{
    name, quick, workloads, peers, suites, rounds, largeRounds, large, date, output,
};
command.Subcommands.Add(CeilingsCommand.Create());
command.SetAction(async (arguments, _) =>
{
    var isQuick = arguments.GetValue(quick);
    var chosen = arguments.GetValue(peers) is { Length: > 0 } some ? some : isQuick ? quickPeers : allPeers;
    var given = arguments.GetValue(name);
    var options = new BenchOptions
    {
        Name = given ?? $"{DateTime.UtcNow:HHmmss}",
        Date = arguments.GetRequiredValue(date),
        Output = arguments.GetValue(output) ?? Path.Combine(RepositoryRoot.FullName, given is null ? "artifacts/bench" : "perf-reports"),
        Command = $"tools/bench {string.Join(' ', args)}".TrimEnd(),
        Peers = [PeerProcess.Direct, .. allPeers.Intersect(chosen).Where(peer => peer != PeerProcess.Direct)],
        Workloads = arguments.GetValue(workloads) is { Length: > 0 } wanted ? wanted : isQuick ? quickWorkloads : allWorkloads,
        Suites = arguments.GetRequiredValue(suites),
    };
    if (isQuick) options = options.Quick();
    options = options with
    {
        Rounds = arguments.GetValue(rounds) ?? options.Rounds,
        LargeRounds = arguments.GetValue(largeRounds) ?? options.LargeRounds,
        LargeMebibytes = arguments.GetValue(large) ?? options.LargeMebibytes,
        CloneMebibytes = arguments.GetValue(large) is { } mebibytes ? Math.Max(1, mebibytes / 2) : options.CloneMebibytes,
    };
    if (Directory.Exists(options.Folder))
    {
        Console.Error.WriteLine($"{options.Folder} exists, and a report is never overwritten: give this one another --name.");
        return 1;
    }
    try
    {
        return await RunAsync(options);
    }
    catch (RequiredProgramMissingException missing)
    {
        Console.Error.WriteLine(missing.Message);
        return 1;
    }
});
return await command.Parse(args).InvokeAsync();

static async Task<int> RunAsync(BenchOptions options)
{
    var began = Stopwatch.GetTimestamp();
    var facts = new Dictionary<string, string>(await MachineFacts.CollectAsync());
    await using var bench = await Bench.StartAsync(options);
    foreach (var workload in AllWorkloads.InOrder.Where(workload => options.Workloads.Contains(workload.Name))) await bench.RunAsync(workload);
    await bench.FinishAsync();
    facts["load after"] = MachineFacts.Load;
    Console.WriteLine(Report.Write(bench, facts, Stopwatch.GetElapsedTime(began)));
    return bench.Samples.Failures > 0 ? 1 : 0;
}

using System.CommandLine;

using Sluice.Profile.Collecting;
using Sluice.Profile.Loads;
using Sluice.Profile.Reports;
using Sluice.Testing;

namespace Sluice.Profile.Commands;

/// <summary><c>tools/profile/memory</c>.</summary>
internal static class MemoryCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var options = new ReportOptions("memory", 30);
        var connections = new Option<int>("--connections") { Description = "Connections of its own load.", DefaultValueFactory = _ => 500 };
        var sessions = new Option<int>("--sessions") { Description = "Logins of its own load over which allocations are sampled.", DefaultValueFactory = _ => 1000 };
        var rest = new Option<double>("--rest") { Description = "Seconds that its own load rests before memory is read.", DefaultValueFactory = _ => 3 };
        var command = new Command("memory", "Watches memory: how much a connection holds, whether it is given back, what the collector does; who allocates what.") { connections, sessions, rest };
        options.AddTo(command);
        command.SetAction(async (arguments, _) =>
        {
            var words = string.Join(' ', arguments.Tokens.Select(token => token.Value).Skip(1).Prepend("tools/profile/memory"));
            var report = await ReportFolder.CreateAsync(options.Folder(arguments), "memory of sluice", words);
            if (options.ProcessId(arguments) is { } processId) await WatchAsync(report, processId, options.Duration(arguments));
            else await RunAsync(report, Math.Clamp(arguments.GetValue(connections), 1, Site.MostSessions), Math.Clamp(arguments.GetValue(sessions), 1, 100_000), TimeSpan.FromSeconds(Math.Clamp(arguments.GetValue(rest), 0, 600)));
            Console.WriteLine(report.Finish());
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(ReportFolder report, int connections, int sessions, TimeSpan rest)
    {
        report.Say($"One sluice with its defaults and one backend; {connections} clients, each with a connection of its own. All of them are SSH of Sluice's own in one other process, over loopback.");
        var residency = await ResidencyRun.RunAsync(connections, sessions, rest);
        residency.Write(report, connections, sessions);
        var heaps = await HeapRun.RunAsync(connections, sessions, rest);
        report.Heading("What lives on the heap, per connection");
        report.Say($"A second sluice with the same load, since a heap snapshot itself needs memory. Objects after a collection less those before anyone connected, ÷ {connections}, by type.");
        HeapTables.AddPerConnection(report, heaps.Heaps, connections);
        report.Heading("What lives on the heap before anyone connects");
        HeapTables.Add(report, heaps.Heaps[0].Heap);
        report.Heading("Who allocates, per login with one command");
        report.Say($"{sessions} clients after a warm-up, 8 at a time: connect, log in, one command that ends at once, leave.");
        AllocationTables.Add(report, heaps.Allocations, sessions, residency.AllocatedBySessions);
        report.Data["heaps"] = heaps.Heaps.ToDictionary(heap => heap.Name, heap => heap.Heap.Types.Take(200));
    }

    private static async Task WatchAsync(ReportFolder report, int processId, TimeSpan duration)
    {
        report.Say($"Process {processId} for {duration.TotalSeconds:0} s, with whatever it had to do.");
        using var folder = new TemporaryFolder("profile");
        Sluice.Profile.Stacks.StackSamples allocations;
        IReadOnlyList<CounterReading> readings;
        await using (var watch = await CounterWatch.StartAsync(processId))
        {
            await using var recording = await TraceRecording.StartAsync(processId, folder.PathOf("allocations.nettrace"), AllocationSamples.Providers);
            await Task.Delay(duration);
            readings = watch.Readings;
            using var log = await recording.StopAsync();
            allocations = AllocationSamples.Read(log);
        }
        var before = ProcessMemory.TryRead(processId);
        var heap = await HeapSnapshot.TakeAsync(processId);
        var after = ProcessMemory.TryRead(processId);
        report.Heading("Memory over time");
        CounterCharts.Add(report, readings, []);
        report.Heading("Counters");
        CounterCharts.AddSummary(report, readings);
        report.Heading("What lives on the heap");
        report.Say($"In the end the process collected all generations: {heap.Objects:N0} objects of {ReportFolder.Mebibytes(heap.Bytes)} MiB survived; resident memory was {ReportFolder.Mebibytes(before?.Resident ?? double.NaN)} MiB before and {ReportFolder.Mebibytes(after?.Resident ?? double.NaN)} MiB after.");
        HeapTables.Add(report, heap);
        report.Heading("Who allocates");
        AllocationTables.Add(report, allocations, sessions: 0, double.NaN);
        report.Data["readings"] = readings;
        report.Data["heap"] = heap.Types.Take(200);
    }
}

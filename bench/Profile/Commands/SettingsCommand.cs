using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

using Sluice.EndToEnd.Meters;
using Sluice.Profile.Collecting;
using Sluice.Profile.Loads;
using Sluice.Profile.Reports;
using Sluice.Testing.Measuring;

namespace Sluice.Profile.Commands;

/// <summary><c>tools/profile/settings</c>: what settings of the runtime change, in rounds in which they take turns.</summary>
internal static class SettingsCommand
{
    /// <summary>What is compared; the first is the default.</summary>
    private static readonly (string Name, Dictionary<string, string?> Environment)[] _settings =
    [
        ("default: workstation, concurrent", []),
        ("DOTNET_gcServer=1", new() { ["DOTNET_gcServer"] = "1" }),
        ("DOTNET_gcServer=1 DOTNET_GCDynamicAdaptationMode=0", new() { ["DOTNET_gcServer"] = "1", ["DOTNET_GCDynamicAdaptationMode"] = "0" }),
        ("DOTNET_gcServer=1 DOTNET_GCHeapCount=1", new() { ["DOTNET_gcServer"] = "1", ["DOTNET_GCHeapCount"] = "1" }),
        ("DOTNET_gcServer=1 DOTNET_GCHeapAffinitizeMask=1", new() { ["DOTNET_gcServer"] = "1", ["DOTNET_GCHeapAffinitizeMask"] = "1" }),
        ("DOTNET_gcConcurrent=0", new() { ["DOTNET_gcConcurrent"] = "0" }),
        ("DOTNET_GCgen0size=0x400000", new() { ["DOTNET_GCgen0size"] = "0x400000" }),
        ("DOTNET_GCgen0size=0x4000000", new() { ["DOTNET_GCgen0size"] = "0x4000000" }),
        ("DOTNET_GCConserveMemory=9", new() { ["DOTNET_GCConserveMemory"] = "9" }),
        ("DOTNET_GCHeapHardLimit=0x8000000", new() { ["DOTNET_GCHeapHardLimit"] = "0x8000000" }),
        ("DOTNET_GCRetainVM=1", new() { ["DOTNET_GCRetainVM"] = "1" }),
        ("DOTNET_TieredPGO=0", new() { ["DOTNET_TieredPGO"] = "0" }),
        ("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0", new() { ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0" }),
    ];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var options = new ReportOptions("settings", 3, isWatching: false);
        var rounds = new Option<int>("--rounds") { Description = "Rounds.", DefaultValueFactory = _ => 3 };
        var connections = new Option<int>("--connections") { Description = "Connections that are held, and logins that are timed.", DefaultValueFactory = _ => 300 };
        var command = new Command("settings", "Compares settings of the runtime: resident memory, throughput and processor time of the same load.") { rounds, connections };
        options.AddTo(command);
        command.SetAction(async (arguments, _) =>
        {
            var words = string.Join(' ', arguments.Tokens.Select(token => token.Value).Skip(1).Prepend("tools/profile/settings"));
            var report = await ReportFolder.CreateAsync(options.Folder(arguments), "settings of the runtime", words);
            var (count, seconds) = (Math.Clamp(arguments.GetValue(connections), 1, Site.MostSessions), options.Duration(arguments));
            var samples = new List<(SettingSample Own, SettingSample Default)>();
            for (var round = 0; round < Math.Clamp(arguments.GetValue(rounds), 1, 100); round++)
            {
                foreach (var (name, environment) in _settings)
                {
                    Console.Error.WriteLine($"round {round}: {name}");
                    // The default takes its turn beside each, first or second: a machine's mood changes from minute to minute.
                    Task<SettingSample> DefaultAsync() => MeasureAsync(_settings[0].Name, round, _settings[0].Environment, count, seconds);
                    var before = round % 2 == 0 ? await DefaultAsync() : null;
                    var own = await MeasureAsync(name, round, environment, count, seconds);
                    samples.Add((own, before ?? await DefaultAsync()));
                }
            }
            Write(report, samples, count, seconds);
            Console.WriteLine(report.Finish());
            return 0;
        });
        return command;
    }

    private static async Task<SettingSample> MeasureAsync(string name, int round, Dictionary<string, string?> environment, int count, TimeSpan duration)
    {
        await using var site = await Site.StartAsync(environment);
        var processId = site.Proxy.ProcessId;
        await Crowd.VisitAsync(site, 100, 8, CancellationToken.None);
        var start = Resident(processId);

        var (cpu, began) = (ProcessorTime.Of(processId), Stopwatch.GetTimestamp());
        await Crowd.VisitAsync(site, count, 8, CancellationToken.None);
        var loginsASecond = count / Stopwatch.GetElapsedTime(began).TotalSeconds;
        var cpuALogin = (ProcessorTime.Of(processId) - cpu) / count;

        var crowd = new Crowd(site);
        await crowd.ConnectAsync(count);
        await crowd.ExecAsync();
        await Task.Delay(TimeSpan.FromSeconds(1));
        var held = Resident(processId);

        var load = new StreamLoad(site);
        using var stop = new CancellationTokenSource();
        var running = load.RunAsync(stop.Token);
        await Task.Delay(TimeSpan.FromSeconds(1));
        (cpu, began, var done) = (ProcessorTime.Of(processId), Stopwatch.GetTimestamp(), load.Done);
        await Task.Delay(duration);
        (cpu, var seconds, done) = (ProcessorTime.Of(processId) - cpu, Stopwatch.GetElapsedTime(began).TotalSeconds, load.Done - done);
        var streaming = Resident(processId);
        await stop.CancelAsync();
        await running;

        crowd.Leave();
        await Task.Delay(TimeSpan.FromSeconds(2));
        return new SettingSample(name, round, start, held, streaming, Resident(processId), loginsASecond, cpuALogin, done / seconds, cpu / done);
    }

    private static void Write(ReportFolder report, List<(SettingSample Own, SettingSample Default)> samples, int count, TimeSpan duration)
    {
        report.Say($"Each setting has a sluice of its own in each round: 100 logins to warm up, {count} logins with a command (8 at a time), {count} connections that stay, two endless streams for {duration.TotalSeconds:0} s beside them, all leave, 2 s of rest. Medians over {samples.Max(sample => sample.Own.Round) + 1} rounds; a ratio is of a default that ran just before or after. The first row compares the default with itself: what it is away from 1 is noise.");
        report.Table(["setting", "resident MiB after 100 logins", "with connections", "while streaming", "all have left", "logins a second, ratio", "CPU a login, ratio", "throughput, ratio", "CPU a GiB, ratio"],
            _settings.Select(setting =>
            {
                var own = samples.Where(sample => sample.Own.Setting == setting.Name).ToList();
                string Memory(Func<SettingSample, long> value) => ReportFolder.Mebibytes(Statistics.Median(own.Select(sample => (double)value(sample.Own))));
                string Ratio(Func<SettingSample, double> value) =>
                    Statistics.Median(own.Select(sample => value(sample.Own) / value(sample.Default))).ToString("0.00", CultureInfo.InvariantCulture);
                return (string[])[$"`{setting.Name}`", Memory(sample => sample.Start), Memory(sample => sample.Held), Memory(sample => sample.Streaming), Memory(sample => sample.After),
                    Ratio(sample => sample.LoginsASecond), Ratio(sample => sample.CpuALogin), Ratio(sample => sample.GibibytesASecond), Ratio(sample => sample.CpuAGibibyte)];
            }));
        report.Data["samples"] = samples.Select(sample => new { sample.Own, sample.Default });
    }

    private static long Resident(int processId) => ProcessMemory.TryRead(processId)?.Resident ?? throw new IOException("The proxy is gone.");
}

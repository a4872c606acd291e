using System.CommandLine;
using System.Globalization;

using Sluice.EndToEnd.Meters;
using Sluice.Profile.Collecting;
using Sluice.Profile.Loads;
using Sluice.Profile.Reports;
using Sluice.Profile.Stacks;
using Sluice.Testing;

namespace Sluice.Profile.Commands;

/// <summary><c>tools/profile/cpu</c>.</summary>
internal static class CpuCommand
{
    private const string Perf = "perf";
    private const string Runtime = "runtime";

    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(4);

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var options = new ReportOptions("cpu", 15);
        var load = new Option<LoadKind>("--load") { Description = "What its own load does: logins, stream or clone.", DefaultValueFactory = _ => LoadKind.Stream };
        var sampler = new Option<string>("--sampler") { Description = "perf (the kernel's, with native code) or runtime (managed frames only); auto takes perf where it may.", DefaultValueFactory = _ => "auto" };
        sampler.AcceptOnlyFromAmong("auto", Perf, Runtime);
        var command = new Command("cpu", "Samples where the processor's time goes: by room of Sluice, by method, as a flame graph.") { load, sampler };
        options.AddTo(command);
        command.SetAction(async (arguments, interrupted) =>
        {
            var chosen = arguments.GetRequiredValue(sampler);
            if (chosen == "auto") chosen = await PerfSampler.IsUsableAsync() ? Perf : Runtime;
            var words = string.Join(' ', arguments.Tokens.Select(token => token.Value).Skip(1).Prepend("tools/profile/cpu"));
            var report = await ReportFolder.CreateAsync(options.Folder(arguments), "processor time of sluice", words);
            if (options.ProcessId(arguments) is { } processId)
            {
                report.Say($"Process {processId} for {options.Duration(arguments).TotalSeconds:0} s, with whatever it had to do.");
                await SampleAsync(report, processId, null, chosen, options.Duration(arguments));
            }
            else
            {
                await using var own = await AllLoads.StartAsync(arguments.GetValue(load));
                report.Say(own.Description);
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
                var running = own.RunAsync(stop.Token);
                await Task.WhenAny(Task.Delay(_warmUp, interrupted), running);
                if (!running.IsCompleted) await SampleAsync(report, own.ProcessId, own, chosen, options.Duration(arguments));
                await stop.CancelAsync();
                await running;
            }
            Console.WriteLine(report.Finish());
            return 0;
        });
        return command;
    }

    private static async Task SampleAsync(ReportFolder report, int processId, ILoad? load, string sampler, TimeSpan duration)
    {
        using var folder = new TemporaryFolder("profile");
        if (sampler == Perf) PerfSampler.NameMethods(processId);
        Console.Error.WriteLine($"sampling process {processId} with {sampler} for {duration.TotalSeconds:0} s");
        await using var watch = await CounterWatch.StartAsync(processId);
        await CounterWatch.SettleAsync();
        var (cpu, done, allocated) = (ProcessorTime.Of(processId), load?.Done ?? 0, watch.Latest("dotnet.gc.heap.total_allocated"));
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var reading = sampler == Perf ? await PerfAsync(processId, folder, duration) : await RuntimeAsync(processId, folder, duration);
        var elapsed = System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds;
        (cpu, done, allocated) = (ProcessorTime.Of(processId) - cpu, (load?.Done ?? 0) - done, watch.Latest("dotnet.gc.heap.total_allocated") - allocated);
        var samples = await reading();

        report.Heading("What it cost");
        string[][] rows =
        [
            ["seconds of watching", Number(elapsed)], ["CPU seconds of the proxy", Number(cpu)],
            .. load is null ? (string[][])[] : [[$"done, {load.Unit}", Number(done)], [$"CPU ms a {load.Unit}", Number(cpu / done * 1000)], [$"{load.Unit} a second", Number(done / elapsed)],
                [$"KiB allocated a {load.Unit}", Number(allocated / done / 1024)]],
            ["samples", Number(samples.Count)],
        ];
        report.Table(["", "value"], rows);
        report.Say(sampler == Perf
            ? $"Sampled by the kernel's perf, {PerfSampler.Frequency} times a CPU second: managed code, native code and the kernel, and no waiting. Where native code keeps no frame pointer a stack loses its outer frames; such samples are `none` below, system calls nearly always."
            : "Sampled by the runtime itself, which sees managed frames only: a thread in a native call looks the same whether that works or waits (known waits are left out), and time of the kernel and of native crypto counts for the managed method that called it. Shares are of samples, not of CPU time.");
        if (samples.Count == 0) report.Say("Nothing ran: no sample was taken.");
        else CpuTables.Add(report, samples, cpu, load?.Unit, done);
        report.Data["cpuSeconds"] = cpu;
        report.Data["done"] = done;
        report.Data["allocatedBytes"] = allocated;
    }

    private static async Task<Func<Task<StackSamples>>> PerfAsync(int processId, TemporaryFolder folder, TimeSpan duration)
    {
        var file = folder.PathOf("perf.data");
        await PerfSampler.RecordAsync(processId, file, duration);
        return () => PerfSampler.ReadAsync(processId, file);
    }

    private static async Task<Func<Task<StackSamples>>> RuntimeAsync(int processId, TemporaryFolder folder, TimeSpan duration)
    {
        var recording = await TraceRecording.StartAsync(processId, folder.PathOf("cpu.nettrace"), RuntimeSampler.Providers);
        await Task.Delay(duration);
        return async () =>
        {
            await using (recording)
            {
                using var log = await recording.StopAsync();
                return RuntimeSampler.Read(log);
            }
        };
    }

    private static string Number(double value) => value >= 1000 ? value.ToString("N0", CultureInfo.InvariantCulture) : value.ToString("0.###", CultureInfo.InvariantCulture);
}

using System.Globalization;

using Sluice.Profile.Collecting;
using Sluice.Profile.Loads;
using Sluice.Profile.Reports;

namespace Sluice.Profile.Commands;

/// <summary>The talk's three questions, asked of a proxy that nothing but counters watches.</summary>
internal sealed class ResidencyRun
{
    private readonly TimeSpan _rest;
    private readonly List<Moment> _moments = [];
    private readonly List<(double At, string Name)> _phases = [];
    private IReadOnlyList<CounterReading> _readings = [];
    private int _running;

    private ResidencyRun(TimeSpan rest) => _rest = rest;

    /// <summary>Bytes that the process allocated over the sampled sessions, by the runtime's own count.</summary>
    public double AllocatedBySessions { get; private set; }

    /// <summary>Runs it all; before memory is read nothing happens for <paramref name="rest"/>.</summary>
    public static async Task<ResidencyRun> RunAsync(int connections, int sessions, TimeSpan rest)
    {
        var run = new ResidencyRun(rest);
        await using var site = await Site.StartAsync();
        var processId = site.Proxy.ProcessId;
        await using var watch = await CounterWatch.StartAsync(processId);

        run.Enter(watch, "warm-up");
        await Crowd.VisitAsync(site, Math.Min(connections, 200), 8, CancellationToken.None);
        await CounterWatch.SettleAsync();
        var allocated = watch.Latest("dotnet.gc.heap.total_allocated");
        run.Enter(watch, "sessions");
        await Crowd.VisitAsync(site, sessions, 8, CancellationToken.None);
        await CounterWatch.SettleAsync();
        run.AllocatedBySessions = watch.Latest("dotnet.gc.heap.total_allocated") - allocated;
        run.Enter(watch, "rest");
        await run.RestAsync(watch, processId, Moment.Before, 0);

        var crowd = new Crowd(site);
        run.Enter(watch, "connect");
        await crowd.ConnectAsync(connections);
        await run.RestAsync(watch, processId, "logged in, nothing asked", connections);
        run.Enter(watch, "one command each");
        await crowd.ExecAsync();
        await run.RestAsync(watch, processId, "each has run a command", connections);
        run.Enter(watch, "a running request each");
        await crowd.HoldAsync();
        await run.RestAsync(watch, processId, "each has a request that runs and is still", connections);
        run._running = crowd.Running;
        run.Enter(watch, "leave");
        crowd.Leave();
        await run.RestAsync(watch, processId, Moment.After, 0);
        run._readings = watch.Readings;
        return run;
    }

    /// <summary>Writes what was seen.</summary>
    public void Write(ReportFolder report, int connections, int sessions)
    {
        report.Heading("How much, and is it given back");
        report.Say($"Each moment {_rest.TotalSeconds:0.#} s after the last event, as it is, and once more after a forced collection of all generations. `a connection` is the difference to the first row after its collection, ÷ {connections}. {_running} of {connections} requests ran.");
        var first = _moments[0];
        report.Table(["moment", "resident MiB", "after a collection", "anonymous", "GC heap", "GC committed", "rented", "resident KiB a connection", "GC heap KiB a connection", "accounted ÷ resident growth"],
            _moments.Select(moment => (string[])[
                moment.Name, ReportFolder.Mebibytes(moment.Resident), ReportFolder.Mebibytes(moment.Collected.Resident), ReportFolder.Mebibytes(moment.Collected.Anonymous),
                ReportFolder.Mebibytes(moment.Heap), ReportFolder.Mebibytes(moment.Committed), ReportFolder.Mebibytes(moment.Rented),
                moment.Connections > 0 ? ReportFolder.Kibibytes((moment.Collected.Resident - first.Collected.Resident) / (double)moment.Connections) : "",
                moment.Connections > 0 ? ReportFolder.Kibibytes((moment.Heap - first.Heap) / moment.Connections) : "",
                moment.Connections > 0 ? ((moment.Heap - first.Heap) / (moment.Collected.Resident - first.Collected.Resident)).ToString("0.00", CultureInfo.InvariantCulture) : "",
            ]));
        var last = _moments[^1];
        report.Say($"Given back: after all had left and a collection, resident memory is {ReportFolder.Mebibytes(last.Collected.Resident - first.Collected.Resident)} MiB above where it began; the GC heap is {ReportFolder.Mebibytes(last.Heap - first.Heap)} MiB above, rented buffers are at {ReportFolder.Mebibytes(last.Rented)} MiB.");
        report.Heading("What the collector does");
        report.Say($"Over {sessions} sessions the process allocated {ReportFolder.Kibibytes(AllocatedBySessions / sessions)} KiB each. The counters in the end:");
        report.Table(["counter", "value"], _readings.Where(reading => reading.Instrument is "dotnet.gc.collections" or "dotnet.gc.pause.time" or "dotnet.gc.heap.total_allocated" or "dotnet.process.cpu.time" or "dotnet.exceptions" or "dotnet.thread_pool.thread.count" or "dotnet.monitor.lock_contentions" or "dotnet.jit.compiled_methods")
            .GroupBy(reading => $"{reading.Instrument} {reading.Tags}").OrderBy(series => series.Key, StringComparer.Ordinal).Select(series => (string[])[series.Key, CounterCharts.Number(series.Last().Value)]));
        CounterCharts.Add(report, _readings, _phases);
        report.Data["moments"] = _moments;
        report.Data["allocatedBySessions"] = AllocatedBySessions;
        report.Data["readings"] = _readings.Where(reading => reading.Instrument.StartsWith("process.", StringComparison.Ordinal) || reading.Instrument.StartsWith("dotnet.gc.", StringComparison.Ordinal) || reading.Instrument is "active_connections" or "buffer_bytes");
    }

    private void Enter(CounterWatch watch, string phase)
    {
        Console.Error.WriteLine(phase);
        _phases.Add((watch.Now, phase));
    }

    private async Task RestAsync(CounterWatch watch, int processId, string name, int connections)
    {
        await Task.Delay(_rest);
        var asItIs = ProcessMemory.TryRead(processId) ?? throw new IOException("The proxy is gone.");
        await HeapSnapshot.CollectAsync(processId);
        await CounterWatch.SettleAsync();
        var collected = ProcessMemory.TryRead(processId) ?? throw new IOException("The proxy is gone.");
        _moments.Add(new Moment(name, connections, asItIs.Resident, collected,
            watch.Latest("dotnet.gc.last_collection.heap.size"), watch.Latest("dotnet.gc.last_collection.memory.committed_size"), watch.Latest("buffer_bytes")));
    }
}

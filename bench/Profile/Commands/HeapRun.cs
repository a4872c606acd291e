using Sluice.Profile.Collecting;
using Sluice.Profile.Loads;
using Sluice.Profile.Stacks;
using Sluice.Testing;

namespace Sluice.Profile.Commands;

/// <summary>The load of a <see cref="ResidencyRun"/> at a proxy whose allocations and heaps are written down.</summary>
/// <param name="Heaps">What lives at each moment; the first is before anyone connected.</param>
/// <param name="Allocations">Samples over the sessions.</param>
internal sealed record HeapRun(IReadOnlyList<(string Name, HeapSnapshot Heap)> Heaps, StackSamples Allocations)
{
    /// <summary>Runs it all; before each heap nothing happens for <paramref name="rest"/>.</summary>
    public static async Task<HeapRun> RunAsync(int connections, int sessions, TimeSpan rest)
    {
        using var folder = new TemporaryFolder("profile");
        await using var site = await Site.StartAsync();
        var processId = site.Proxy.ProcessId;
        Console.Error.WriteLine("heaps and allocations");
        await Crowd.VisitAsync(site, Math.Min(connections, 200), 8, CancellationToken.None);
        var allocations = await SampleAsync(processId, folder.PathOf("allocations.nettrace"), () => Crowd.VisitAsync(site, sessions, 8, CancellationToken.None));

        var heaps = new List<(string Name, HeapSnapshot Heap)> { (Moment.Before, await TakeAsync(processId, rest)) };
        var crowd = new Crowd(site);
        await crowd.ConnectAsync(connections);
        heaps.Add(("logged in", await TakeAsync(processId, rest)));
        await crowd.ExecAsync();
        heaps.Add(("after a command", await TakeAsync(processId, rest)));
        await crowd.HoldAsync();
        heaps.Add(("a running request", await TakeAsync(processId, rest)));
        crowd.Leave();
        heaps.Add((Moment.After, await TakeAsync(processId, rest)));
        return new HeapRun(heaps, allocations);
    }

    private static async Task<StackSamples> SampleAsync(int processId, string file, Func<Task> action)
    {
        await using var recording = await TraceRecording.StartAsync(processId, file, AllocationSamples.Providers);
        await action();
        using var log = await recording.StopAsync();
        return AllocationSamples.Read(log);
    }

    private static async Task<HeapSnapshot> TakeAsync(int processId, TimeSpan rest)
    {
        await Task.Delay(rest);
        return await HeapSnapshot.TakeAsync(processId);
    }
}

using Sluice.EndToEnd.Meters;
using Sluice.EndToEnd.Running;

namespace Sluice.EndToEnd.Workloads;

/// <summary>System calls of a peer for each MiB that it relays.</summary>
internal sealed class SystemCalls : IWorkload
{
    public const string Title = "system calls";

    private static readonly string[] _manyProcesses = [PeerProcess.Direct, "openssh"];

    public string Name => "syscalls";

    public async Task RunAsync(Bench bench)
    {
        var program = await SyscallMeter.FindAsync();
        Bench.Say($"system calls, counted by {program}");
        if (program == "strace") bench.Notes.Add("System calls were counted by strace, which slows a process down and so changes how many calls it needs; perf (`apt-get install linux-perf`) does not.");
        var mebibytes = bench.Options.LargeMebibytes;
        // A peer of many processes has none that could be counted alone.
        foreach (var peer in (await bench.LightAsync()).Where(peer => !_manyProcesses.Contains(peer.Name)))
        {
            foreach (var direction in LargeTransfers.Directions)
            {
                await bench.SampleAsync(Title, direction, peer, 0, async () =>
                {
                    var calls = await SyscallMeter.CountAsync(program, peer.ProcessId, () => LargeTransfers.TransferAsync(bench, peer, direction, bench.Options.Suites[0], (long)mebibytes << 20));
                    return new() { ["calls"] = calls, ["callsPerMebibyte"] = (double)calls / mebibytes };
                });
            }
        }
    }
}

using System.Globalization;

using Sluice.EndToEnd.Loads;
using Sluice.EndToEnd.Meters;
using Sluice.EndToEnd.Running;

namespace Sluice.EndToEnd.Workloads;

/// <summary>Bytes that Sluice allocates for a relayed packet, for a login with a command, and for a command, by the runtime's own counter.</summary>
internal sealed class Allocations : IWorkload
{
    public const string Title = "allocations";
    public const string PerLogin = "a login with a command";
    public const string PerCommand = "a command on a connection that is there";

    private const long PacketBytes = 32 * 1024;
    private const int Times = 500;

    /// <summary>Other parts of the runtime allocate now and then; what a packet allocates is there in each round.</summary>
    private const int Rounds = 3;

    public string Name => "allocations";

    public async Task RunAsync(Bench bench)
    {
        if ((await bench.LightAsync()).FirstOrDefault(peer => peer.Name == PeerProcess.Sluice) is not { } peer) return;
        Bench.Say($"allocations");
        var bytes = (long)bench.Options.CountedMebibytes << 20;
        // What is allocated once, such as code and pools that grow, is not to be counted.
        foreach (var direction in LargeTransfers.Directions) await TransferAsync(direction);
        await LoginsAsync();
        await CommandsAsync();
        await using var meter = await AllocationMeter.StartAsync(peer.ProcessId);
        var idle = await meter.MeasureIdleAsync();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var direction in LargeTransfers.Directions)
                await bench.SampleAsync(Title, direction, peer, round, async () => new() { ["bytesPerPacket"] = await PerOneAsync(() => TransferAsync(direction), bytes / PacketBytes) });
        }
        await bench.SampleAsync(Title, PerLogin, peer, 0, async () => new() { ["bytes"] = await PerOneAsync(LoginsAsync, Times) });
        await bench.SampleAsync(Title, PerCommand, peer, 0, async () => new() { ["bytes"] = await PerOneAsync(CommandsAsync, Times) });

        Task TransferAsync(string direction) => LargeTransfers.TransferAsync(bench, peer, direction, bench.Options.Suites[0], bytes);
        Task LoginsAsync() => bench.Load.RunAsync(peer, "logins", "--width", "4", "--seconds", "60", "--count", Number(Times - LoadTool.WarmUpLogins));
        Task CommandsAsync() => bench.Load.RunAsync(peer, "sessions", "--count", Number(Times));

        async Task<double> PerOneAsync(Func<Task> run, long times)
        {
            var (bytes, seconds) = await meter.MeasureAsync(run);
            return Math.Max(0, bytes - (idle * seconds)) / times;
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

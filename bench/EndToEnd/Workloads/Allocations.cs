using System.Globalization;

using Sluice.EndToEnd.Meters;
using Sluice.EndToEnd.Running;

namespace Sluice.EndToEnd.Workloads;

/// <summary>Bytes that Sluice allocates for a relayed packet, for a login with a command, and for a command, by the runtime's own counter.</summary>
internal sealed class Allocations : IWorkload
{
    public const string Title = "allocations";
    public const string PerLogin = "a login with a command";
    public const string PerCommand = "a command on a connection that is there";

    private const int PacketBytes = 32 * 1024;
    private const int Times = 500;

    public string Name => "allocations";

    public async Task RunAsync(Bench bench)
    {
        if ((await bench.LightAsync()).FirstOrDefault(peer => peer.Name == PeerProcess.Sluice) is not { } peer) return;
        Bench.Say($"allocations");
        foreach (var direction in LargeTransfers.Directions)
        {
            await bench.SampleAsync(Title, direction, peer, 0, async () =>
            {
                // Two lengths differ by packets alone; what connecting and counting cost is in both.
                var (small, large) = (PacketBytes * 32L, (long)bench.Options.LargeMebibytes << 20);
                await LargeTransfers.TransferAsync(bench, peer, direction, bench.Options.Suites[0], large);
                var less = await AllocationMeter.MeasureAsync(peer.ProcessId, () => LargeTransfers.TransferAsync(bench, peer, direction, bench.Options.Suites[0], small));
                var more = await AllocationMeter.MeasureAsync(peer.ProcessId, () => LargeTransfers.TransferAsync(bench, peer, direction, bench.Options.Suites[0], large));
                return new() { ["bytesPerPacket"] = Math.Max(0, more - less) / ((large - small) / (double)PacketBytes) };
            });
        }
        await EachAsync(PerLogin, ["logins", "--width", "4", "--seconds", "60"]);
        await EachAsync(PerCommand, ["sessions"]);

        Task EachAsync(string @case, string[] words) => bench.SampleAsync(Title, @case, peer, 0, async () =>
        {
            string[] rest = [.. words.Skip(1), "--count", Times.ToString(CultureInfo.InvariantCulture)];
            await bench.Load.RunAsync(peer, words[0], rest);
            var idle = await AllocationMeter.MeasureAsync(peer.ProcessId, () => Task.Delay(TimeSpan.FromSeconds(1)));
            var allocated = await AllocationMeter.MeasureAsync(peer.ProcessId, () => bench.Load.RunAsync(peer, words[0], rest));
            return new() { ["bytes"] = (double)Math.Max(0, allocated - idle) / Times };
        });
    }
}

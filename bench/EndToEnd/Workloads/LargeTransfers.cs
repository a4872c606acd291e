using System.Globalization;

using Sluice.EndToEnd.Running;

namespace Sluice.EndToEnd.Workloads;

/// <summary>One stream of bytes on one channel from and to the light backend, with both cores saturated: what a hop costs at its worst.</summary>
internal sealed class LargeTransfers : IWorkload
{
    public const string Title = "large transfer";

    private const double Gibi = 1L << 30;

    /// <summary>The ways that bytes can go.</summary>
    public static readonly string[] Directions = ["down", "up"];

    public string Name => "transfer";

    public static string CaseOf(string direction, string suite) => $"{direction}, {suite}";

    public async Task RunAsync(Bench bench)
    {
        var bytes = (long)bench.Options.LargeMebibytes << 20;
        var peers = await bench.LightAsync();
        foreach (var suite in bench.Options.Suites)
        {
            Bench.Say($"transfers of {bench.Options.LargeMebibytes} MiB with {suite}");
            // The first of each is no sample: it compiles what it needs.
            foreach (var peer in peers)
            {
                foreach (var direction in Directions) await TransferAsync(bench, peer, direction, suite, bytes / 4);
            }
            for (var round = 0; round < bench.Options.LargeRounds; round++)
            {
                foreach (var peer in Bench.InTurn(peers, round))
                {
                    foreach (var direction in Directions)
                    {
                        await bench.SampleAsync(Title, CaseOf(direction, suite), peer, round, async () =>
                        {
                            var cpu = peer.CpuSeconds();
                            var seconds = (await TransferAsync(bench, peer, direction, suite, bytes))["seconds"];
                            return Values(seconds, bytes, peer, cpu);
                        });
                    }
                }
            }
        }
    }

    /// <summary>One transfer, as the load generator saw it.</summary>
    public static Task<Dictionary<string, double>> TransferAsync(Bench bench, PeerProcess peer, string direction, string suite, long bytes) => bench.Load.RunAsync(
        peer, "transfers", ["--count", "1", "--bytes", bytes.ToString(CultureInfo.InvariantCulture), "--cipher", suite, .. direction == "up" ? (string[])["--up"] : []]);

    /// <summary>What a large transfer came to.</summary>
    public static Dictionary<string, double> Values(double seconds, double bytes, PeerProcess peer, double cpuBefore)
    {
        var values = new Dictionary<string, double> { ["seconds"] = seconds, ["megabytesPerSecond"] = bytes / seconds / 1e6 };
        if (peer.Name != PeerProcess.Direct) values["cpuSecondsPerGibibyte"] = (peer.CpuSeconds() - cpuBefore) / bytes * Gibi;
        return values;
    }
}

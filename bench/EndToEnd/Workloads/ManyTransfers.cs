using Sluice.EndToEnd.Running;

namespace Sluice.EndToEnd.Workloads;

/// <summary>Many downloads at once, as a build farm that wakes up.</summary>
internal sealed class ManyTransfers : IWorkload
{
    public const string Title = "transfers at once";
    public const string Case = "32 of 20 MiB";

    public string Name => "many";

    public async Task RunAsync(Bench bench)
    {
        var peers = await bench.LightAsync();
        Bench.Say($"{Case}");
        for (var round = 0; round < bench.Options.LargeRounds; round++)
        {
            foreach (var peer in Bench.InTurn(peers, round))
            {
                await bench.SampleAsync(Title, Case, peer, round, () => bench.Load.RunAsync(
                    peer, "transfers", "--count", "32", "--bytes", $"{20 << 20}", "--cipher", bench.Options.Suites[0]));
            }
        }
    }
}

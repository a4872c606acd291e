using System.Globalization;

using Sluice.EndToEnd.Running;

namespace Sluice.EndToEnd.Workloads;

/// <summary>How long one byte takes there and back, alone and beside streams that want all there is.</summary>
internal sealed class Echoes : IWorkload
{
    public const string Title = "echo of one byte";
    public const string Alone = "alone";
    public const string BesideStreams = "beside 4 unbounded streams";

    public string Name => "echo";

    public async Task RunAsync(Bench bench)
    {
        var peers = await bench.LightAsync();
        Bench.Say($"echoes");
        foreach (var (@case, streams) in (IReadOnlyList<(string, string)>)[(Alone, "0"), (BesideStreams, "4")])
        {
            for (var round = 0; round < bench.Options.LargeRounds; round++)
            {
                foreach (var peer in Bench.InTurn(peers, round))
                {
                    await bench.SampleAsync(Title, @case, peer, round, async () =>
                    {
                        var values = await bench.Load.RunAsync(
                            peer, "echo", "--seconds", bench.Options.EchoSeconds.ToString(CultureInfo.InvariantCulture), "--streams", streams, "--cipher", bench.Options.Suites[0]);
                        return new()
                        {
                            ["p50Microseconds"] = values["microseconds.P50"],
                            ["p99Microseconds"] = values["microseconds.P99"],
                            ["echoes"] = values["microseconds.Count"],
                            ["megabytesPerSecondBeside"] = values["megabytesPerSecondBeside"],
                        };
                    });
                }
            }
        }
    }
}

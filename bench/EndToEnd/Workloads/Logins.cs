using System.Globalization;

using Sluice.EndToEnd.Running;

namespace Sluice.EndToEnd.Workloads;

/// <summary>Clients that connect, log in with a key, run a command that ends at once, and leave.</summary>
internal sealed class Logins : IWorkload
{
    public const string Title = "logins";

    public string Name => "logins";

    public static string CaseOf(int width) => $"{width} at a time";

    public async Task RunAsync(Bench bench)
    {
        var peers = await bench.LightAsync();
        var seconds = bench.Options.LoginSeconds.ToString(CultureInfo.InvariantCulture);
        foreach (var width in bench.Options.LoginWidths)
        {
            Bench.Say($"logins, {width} at a time");
            for (var round = 0; round < bench.Options.LargeRounds; round++)
            {
                foreach (var peer in Bench.InTurn(peers, round))
                {
                    await bench.SampleAsync(Title, CaseOf(width), peer, round, async () =>
                    {
                        var cpu = peer.CpuSeconds();
                        var values = await bench.Load.RunAsync(peer, "logins", "--count", "100000", "--width", width.ToString(CultureInfo.InvariantCulture), "--seconds", seconds);
                        await Task.Delay(TimeSpan.FromMilliseconds(200));
                        if (peer.Name != PeerProcess.Direct) values["cpuMilliseconds"] = (peer.CpuSeconds() - cpu) / values["all"] * 1000;
                        return values;
                    });
                }
            }
        }
    }
}

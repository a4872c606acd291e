using System.Globalization;

using Sluice.EndToEnd.Running;

namespace Sluice.EndToEnd.Workloads;

/// <summary>
/// The same loads by the load generator and by a client on golang.org/x/crypto/ssh, in turns: as far as both see the same, it is
/// the server that was measured. A ratio above 1 is a load generator that could have seen more.
/// </summary>
internal sealed class GeneratorCheck : IWorkload
{
    public const string Title = "check of the load generator";
    public const string Logins = "logins a second, 64 at a time";
    public const string Transfer = "download, MB/s";

    private const string Count = "1000";
    private const string Width = "64";

    public string Name => "check";

    public async Task RunAsync(Bench bench)
    {
        Bench.Say($"the load generator beside a client in Go");
        var bytes = ((long)bench.Options.LargeMebibytes << 20).ToString(CultureInfo.InvariantCulture);
        foreach (var peer in (await bench.LightAsync()).Where(peer => peer.Name is PeerProcess.Direct or PeerProcess.Go or PeerProcess.Sluice))
        {
            for (var round = 0; round < Math.Max(2, bench.Options.LargeRounds); round++)
            {
                var isFirst = round % 2 == 0;
                if (isFirst) await OwnAsync();
                await GoAsync();
                if (!isFirst) await OwnAsync();

                async Task OwnAsync()
                {
                    await bench.SampleAsync(Title, Logins, peer, round, async () => Named("own", await bench.Load.RunAsync(peer, "logins", "--count", Count, "--width", Width, "--seconds", "20"), "perSecond"));
                    await bench.SampleAsync(Title, Transfer, peer, round, async () => Named("own", await bench.Load.RunAsync(peer, "transfers", "--count", "1", "--bytes", bytes, "--cipher", "aes128-gcm@openssh.com"), "megabytesPerSecond"));
                }

                async Task GoAsync()
                {
                    await bench.SampleAsync(Title, Logins, peer, round, async () => Named("go", await bench.Load.RunGoClientAsync(peer, "logins", "-count", Count, "-width", Width), "perSecond"));
                    await bench.SampleAsync(Title, Transfer, peer, round, async () => Named("go", await bench.Load.RunGoClientAsync(peer, "transfers", "-bytes", bytes), "megabytesPerSecond"));
                }
            }
        }
    }

    private static Dictionary<string, double> Named(string client, Dictionary<string, double> values, string value) => new() { [client] = values[value] };
}

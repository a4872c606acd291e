using System.Net.Sockets;

namespace Sluice.Testing.Drills;

/// <summary>
/// Users clone all the time, and one who only connects does so without a break, while the proxy is upgraded and its configuration
/// is read again, by turns.
/// </summary>
public sealed class RollingUpgrade(Installation site)
{
    private const string Repository = "team/rolling.git";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    private int _begun;
    private int _ended;

    /// <param name="clones">Clones in all.</param>
    /// <param name="clients">That many of them at one time.</param>
    /// <param name="upgrades">How often the proxy is upgraded, and its configuration read again; spread over the clones.</param>
    public async Task<RollingUpgradeResult> RunAsync(int clones, int clients, int upgrades)
    {
        await site.CreateGitAsync(Repository, GitContent.OfMebibytes(2)).ConfigureAwait(false);
        using var stopping = new CancellationTokenSource();
        var knocking = KnockUntilAsync(stopping.Token);
        var loops = Enumerable.Range(0, clients).Select(_ => CloneAsync(clones)).ToList();
        var processes = new List<int> { site.Proxy.ProcessId };
        var reloads = 0;
        for (var turn = 0; turn < 2 * upgrades; turn++)
        {
            // Spread evenly, and the first when clones are under way.
            var due = (turn + 1) * clones / (2 * upgrades + 1);
            await Eventually.HoldsAsync(() => Volatile.Read(ref _ended) >= due, _patience, () => $"only {_ended} of {clones} clones ended.\n{site.Proxy.Log}").ConfigureAwait(false);
            if (turn % 2 == 0)
            {
                await site.Proxy.UpgradeAsync().ConfigureAwait(false);
                processes.Add(site.Proxy.ProcessId);
            }
            else
            {
                site.Folder.Configuration.Section["LoginGraceTime"] = $"{60 + turn}s";
                await site.Proxy.ReloadAsync().ConfigureAwait(false);
                reloads++;
            }
        }
        var results = await Task.WhenAll(loops).ConfigureAwait(false);
        await stopping.CancelAsync().ConfigureAwait(false);
        var (connected, refused) = await knocking.ConfigureAwait(false);
        return new RollingUpgradeResult([.. results.SelectMany(result => result)], processes, reloads, connected, refused);
    }

    private async Task<List<ProgramResult>> CloneAsync(int clones)
    {
        var results = new List<ProgramResult>();
        while (Interlocked.Increment(ref _begun) is var number && number <= clones)
        {
            var copy = site.Files.PathOf("rolling", $"{number}");
            results.Add(await (site.Alice with { TimeLimit = _patience }).GitAsync("clone", "--quiet", "--bare", site.UrlOf(Repository), copy).ConfigureAwait(false));
            if (Directory.Exists(copy)) Directory.Delete(copy, recursive: true);
            Interlocked.Increment(ref _ended);
        }
        return results;
    }

    // One after another, each waits for the greeting: who is in the queue of a socket that is closed would not hear it.
    private async Task<(int Connected, IReadOnlyList<string> Refused)> KnockUntilAsync(CancellationToken stop)
    {
        var connected = 0;
        var refused = new List<string>();
        var buffer = new byte[64];
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(site.Proxy.Endpoint.Host, site.Proxy.Endpoint.Port, CancellationToken.None).ConfigureAwait(false);
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
                if (await client.GetStream().ReadAsync(buffer, patience.Token).ConfigureAwait(false) == 0) refused.Add("closed without a greeting");
                connected++;
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
            {
                refused.Add(e.Message);
            }
            await Task.Delay(20, CancellationToken.None).ConfigureAwait(false);
        }
        return (connected, refused);
    }
}

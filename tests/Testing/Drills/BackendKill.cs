using System.Diagnostics;
using System.Globalization;

namespace Sluice.Testing.Drills;

/// <summary>
/// Clones run on two backends, and one backend is killed with all its children. Each clone waits in mid-pack when that
/// happens, so that none is over by chance and what follows measures the proxy rather than the clones' appetite.
/// </summary>
public sealed class BackendKill(TwoBackends site)
{
    private const string Repository = "team/killed.git";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    /// <summary>How long a backend's processes may take to end.</summary>
    private static readonly TimeSpan _afterwards = TimeSpan.FromSeconds(10);

    /// <param name="clones">Clones that run when the backend dies.</param>
    /// <param name="requests">Requests that are made right after it, and as many before it for comparison.</param>
    /// <param name="atOnce">Requests that run at a time.</param>
    public async Task<BackendKillResult> RunAsync(int clones, int requests, int atOnce)
    {
        var installation = site.Site;
        var folder = await installation.CreateGitAsync(Repository, GitContent.OfMebibytes(16)).ConfigureAwait(false);
        var before = await AskAsync(requests, atOnce).ConfigureAwait(false);
        var servedBefore = await ServedAsync(0, requests).ConfigureAwait(false);

        var paused = Enumerable.Range(0, clones).Select(_ => PausedClone.Of(installation.Alice with { TimeLimit = _patience }, installation.Files)).ToList();
        var running = paused.Select((clone, i) => CloneAsync(clone, i)).ToList();
        await Task.WhenAll(paused.Select(clone => clone.ReachedAsync(_patience))).ConfigureAwait(false);
        var metrics = await installation.Proxy.MetricsAsync().ConfigureAwait(false);
        var victims = (int)metrics["sluice_backend_sessions", $"backend=\"{TwoBackends.SecondName}\""];

        var lines = installation.Proxy.AccessLines.Count;
        var killed = Stopwatch.GetTimestamp();
        await site.Second.KillAsync().ConfigureAwait(false);
        var after = await AskAsync(requests, atOnce).ConfigureAwait(false);
        var servedAfter = await ServedAsync(lines, requests).ConfigureAwait(false);
        foreach (var clone in paused) clone.GoOn();
        var results = await Task.WhenAll(running).ConfigureAwait(false);

        var ended = Stopwatch.GetTimestamp();
        IReadOnlyList<ProcessEntry> left;
        while ((left = ProcessTable.Within(folder)).Count > 0 && Stopwatch.GetElapsedTime(ended) < _afterwards) await Task.Delay(100).ConfigureAwait(false);
        return new BackendKillResult(victims, results, before, after, servedBefore, servedAfter, left, Stopwatch.GetElapsedTime(killed, ended), Stopwatch.GetElapsedTime(ended));
    }

    private Task<ProgramResult> CloneAsync(PausedClone clone, int number) =>
        clone.Client.GitAsync("clone", "--quiet", "--bare", site.Site.UrlOf(Repository), site.Site.Files.PathOf("killed", $"{number}"));

    /// <summary>How long the last requests took by the proxy's own access lines, in seconds; the clones of then have not ended well yet.</summary>
    private async Task<IReadOnlyList<double>> ServedAsync(int from, int requests)
    {
        IReadOnlyList<double> seconds = [];
        for (var attempt = 0; attempt < 50 && seconds.Count < requests; attempt++)
        {
            await Task.Delay(20).ConfigureAwait(false);
            seconds = [.. site.Site.Proxy.AccessLines.Skip(from).Where(line => line["outcome"] == "Ok").Select(line => double.Parse(line["duration_seconds"], CultureInfo.InvariantCulture))];
        }
        return seconds;
    }

    private async Task<IReadOnlyList<ProgramResult>> AskAsync(int requests, int atOnce)
    {
        var results = new ProgramResult[requests];
        var options = new ParallelOptions { MaxDegreeOfParallelism = atOnce };
        await Parallel.ForAsync(0, requests, options, async (i, _) =>
            results[i] = await site.Site.Alice.GitAsync("ls-remote", site.Site.UrlOf(Repository)).ConfigureAwait(false)).ConfigureAwait(false);
        return results;
    }
}

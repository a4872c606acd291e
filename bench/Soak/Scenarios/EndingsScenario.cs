using System.Diagnostics;

using Sluice.Soak.Endings;
using Sluice.Soak.Peers;

namespace Sluice.Soak.Scenarios;

/// <summary>Sessions with every ugly ending, and what is left of them.</summary>
internal sealed class EndingsScenario(int sessions) : IScenario
{
    private const int AtOnce = 64;
    private const int Quarters = 4;
    private const int WarmUp = 1000;

    /// <summary>What the process may have grown by over the second half: a session that left 4 KiB behind would be more.</summary>
    private const long MostGrowth = 40L << 20;

    /// <inheritdoc/>
    public string Name => "endings";

    /// <inheritdoc/>
    public string Question => $"What do {sessions} sessions with every ugly ending, {AtOnce} at a time, leave behind?";

    /// <inheritdoc/>
    public async Task RunAsync(Findings findings)
    {
        ThreadPool.SetMinThreads(AtOnce, AtOnce);
        await using var site = await LightSite.StartAsync(AllEndings.Prepare);
        await PlayAsync(site, new EndingTally(), WarmUp);
        var rests = new List<Rest> { await Rest.ReachAsync(site, ownDescriptors: null) };
        var tally = new EndingTally();
        var started = Stopwatch.GetTimestamp();
        for (var quarter = 0; quarter < Quarters; quarter++)
        {
            await PlayAsync(site, tally, sessions / Quarters);
            rests.Add(await Rest.ReachAsync(site, rests[0].OwnDescriptors));
        }

        findings.Say($"{tally.Played} sessions after {WarmUp} to warm up, {tally.Played / Stopwatch.GetElapsedTime(started).TotalSeconds:0} a second with the rests in between.");
        findings.Table(["ending", "sessions", "not as it should be"], tally.Rows());
        var examples = string.Join('\n', tally.Examples());
        if (examples.Length > 0) findings.Quote(examples);
        findings.Say($"At rest, after the warm-up and after each quarter; `held` is what was not gone 15 s after the last session.");
        findings.Table(
            ["rest", "after s", "held", "connections to backends", "descriptors", "resident MiB"],
            rests.Select((rest, i) => (string[])[
                i == 0 ? "warm-up" : $"{i}/{Quarters}", $"{rest.After.TotalSeconds:0.0}", rest.IsComplete ? "nothing" : string.Join(", ", rest.Held),
                $"{rest.BackendConnections}", $"{rest.Descriptors}", Findings.Mebibytes(rest.ResidentBytes)]));
        Judge(findings, tally, rests);
        var good = await AllEndings.List[0].PlayAsync(site);
        findings.Judge("a good request works in the end", $"yes", $"{good ?? "yes"}", good is null);
        foreach (var line in site.Proxy.LogLines.Where(line => line.Contains("\"exception\":", StringComparison.Ordinal)).Take(3)) findings.Quote(line);
        if (site.Proxy.Log.Contains("RequestCrashed", StringComparison.Ordinal) || site.Proxy.Log.Contains("InternalError", StringComparison.Ordinal))
            findings.Quote(string.Join('\n', site.Proxy.LogLines.Where(line => line.Contains("RequestCrashed", StringComparison.Ordinal) || line.Contains("InternalError", StringComparison.Ordinal)).Take(5)));
    }

    private static void Judge(Findings findings, EndingTally tally, List<Rest> rests)
    {
        var complete = rests.Count(rest => rest.IsComplete);
        var growth = rests[^1].ResidentBytes - rests[Quarters / 2].ResidentBytes;
        findings.Judge("sessions end as they should", $"{tally.Played}", $"{tally.Played - tally.Wrong}", tally.Wrong == 0);
        findings.Judge("rests at which nothing is held: no request, connection, lease, place in line, reserved memory, buffer or descriptor, and each backend counts the connections that the pool says",
            $"{rests.Count}", $"{complete}", complete == rests.Count);
        findings.Judge("resident memory grows over the second half", $"≤ {MostGrowth >> 20} MiB", $"{Findings.Mebibytes(growth)} MiB", growth <= MostGrowth);
    }

    private static async Task PlayAsync(LightSite site, EndingTally tally, int count)
    {
        var order = AllEndings.List.SelectMany(ending => Enumerable.Repeat(ending, ending.Weight)).ToArray();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
        {
            // A step that has no factor in common with the table's length mixes the endings, the same way in every run.
            var ending = order[(int)((long)i * 37 % order.Length)];
            tally.Add(ending, await PlayAsync(site, ending));
        });
    }

    private static async Task<string?> PlayAsync(LightSite site, Ending ending)
    {
        try
        {
            return await ending.PlayAsync(site);
        }
        catch (Exception failure) when (failure is IOException or TimeoutException)
        {
            return failure.Message;
        }
    }
}

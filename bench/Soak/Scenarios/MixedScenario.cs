using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

using Sluice.Soak.GameDays;
using Sluice.Soak.Mixed;
using Sluice.Testing;
using Sluice.Testing.Measuring;

namespace Sluice.Soak.Scenarios;

/// <summary>Real clients of all kinds for some minutes, with every ugly ending, and what the proxy holds at each rest.</summary>
internal sealed class MixedScenario(int minutes) : IScenario
{
    private const int AtOnce = 6;

    /// <summary>What the process may have grown by over the second half.</summary>
    private const long MostGrowth = 40L << 20;

    private readonly ConcurrentDictionary<string, (int Played, int Wrong)> _tally = new();
    private readonly ConcurrentQueue<string> _faults = new();

    /// <inheritdoc/>
    public string Name => "mixed";

    /// <inheritdoc/>
    public string Question => $"What do {minutes} minutes of git, hg, ssh, paramiko and asyncssh leave behind, {AtOnce} at a time, with every ugly ending?";

    /// <inheritdoc/>
    public async Task RunAsync(Findings findings)
    {
        await using var site = await MixedSite.StartAsync();
        var proxy = site.Site.Proxy;
        // Everything once, so that what is loaded and kept is there before the first count.
        foreach (var act in Acts) await PlayAsync(site, act);
        await RunAsync(site, TimeSpan.FromSeconds(20));
        var before = await GameRest.ReachAsync(proxy, null);
        var rests = new List<(int Played, GameRest State)> { (Played, before) };
        var started = Stopwatch.GetTimestamp();
        for (var minute = 0; minute < minutes; minute++)
        {
            await RunAsync(site, TimeSpan.FromMinutes(1));
            rests.Add((Played, await GameRest.ReachAsync(proxy, before)));
            Console.WriteLine($"minute {minute + 1}: {Played} sessions; {rests[^1].State.Text}");
        }

        findings.Say($"{Played - rests[0].Played} acts in {Stopwatch.GetElapsedTime(started).TotalMinutes:0.0} minutes, after {rests[0].Played} to warm up.");
        findings.Table(["act", "played", "not as it should be"], Acts.Select(act => (string[])[act.Name, $"{_tally.GetValueOrDefault(act.Name).Played}", $"{_tally.GetValueOrDefault(act.Name).Wrong}"]));
        foreach (var fault in _faults.Take(5)) findings.Quote(fault);
        findings.Table(
            ["rest", "acts", "held", "descriptors", "sockets", "threads", "resident MiB"],
            rests.Select((entry, i) => (string[])[
                i == 0 ? "warm-up" : $"minute {i}", $"{entry.Played}", entry.State.Held.Count == 0 ? "nothing" : string.Join(", ", entry.State.Held), $"{entry.State.Descriptors}",
                $"{entry.State.Sockets}", $"{entry.State.Threads}", Findings.Mebibytes(entry.State.ResidentBytes)]));
        var errors = proxy.LogLines.Where(line => line.Contains("\"exception\":\"", StringComparison.Ordinal)).ToList();
        foreach (var line in errors.Take(3)) findings.Quote(line);

        var growth = rests[^1].State.ResidentBytes - rests[rests.Count / 2].State.ResidentBytes;
        findings.Judge("acts go as they should", $"all", $"{_faults.Count} did not", _faults.IsEmpty);
        var complete = rests.Count(entry => entry.State.Held.Count == 0);
        findings.Judge("rests at which no request, connection, lease, place in line, reserved memory, buffer, socket or descriptor is held", $"{rests.Count}", $"{complete}", complete == rests.Count);
        findings.Judge("threads at the end", $"≤ {before.Threads + 8}", $"{rests[^1].State.Threads}", rests[^1].State.Threads <= before.Threads + 8);
        findings.Judge("resident memory grows over the second half", $"≤ {MostGrowth >> 20} MiB", $"{Findings.Mebibytes(growth)} MiB", growth <= MostGrowth);
        findings.Judge("exceptions in the log", $"0", $"{errors.Count}", errors.Count == 0);
    }

    private static IReadOnlyList<MixedAct> Acts { get; } = [.. GoodActs.All, .. UglyActs.All];

    private int Played => _tally.Values.Sum(count => count.Played);

    private async Task RunAsync(MixedSite site, TimeSpan time)
    {
        var order = Acts.SelectMany(act => Enumerable.Repeat(act, act.Weight)).ToArray();
        var until = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (Stopwatch.GetTimestamp() < until) await PlayAsync(site, order[Random.Shared.Next(order.Length)]);
        }));
    }

    private async Task PlayAsync(MixedSite site, MixedAct act)
    {
        string? fault;
        try
        {
            fault = await act.PlayAsync(site);
        }
        catch (Exception failure) when (failure is IOException or TimeoutException or ProgramFailedException or System.Net.Sockets.SocketException)
        {
            fault = failure.Message;
        }
        _tally.AddOrUpdate(act.Name, _ => (1, fault is null ? 0 : 1), (_, count) => (count.Played + 1, count.Wrong + (fault is null ? 0 : 1)));
        if (fault is not null) _faults.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{act.Name}: {fault}"));
    }
}

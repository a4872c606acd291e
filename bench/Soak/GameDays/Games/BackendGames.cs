using System.Globalization;

using Sluice.Testing;
using Sluice.Testing.Drills;

namespace Sluice.Soak.GameDays.Games;

/// <summary>What can be wrong with a backend, one of two.</summary>
internal static class BackendGames
{
    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(10);

    /// <summary>The games.</summary>
    public static IReadOnlyList<Game> All { get; } =
    [
        new("backend-refused", "requests go to the other backend, what runs goes on, nobody notices", RefusedAsync),
        new("backend-blackholed", "every wait ends, requests go to the other backend, what runs goes on when the network is back, or ends with one sentence", BlackholedAsync),
        new("backend-killed", "kill -9 of sshd and its children: clones there end with one sentence, all others and all requests after it succeed", KilledAsync),
        new("backend-slow", "all requests succeed, and take longer", SlowAsync),
        new("backend-resetting", "clones there end with one sentence, the others serve; no acknowledged push is lost", ResettingAsync),
    ];

    private static async Task<GameResult> RefusedAsync(GameStage stage)
    {
        var judge = new GameJudge();
        var paused = await stage.PauseAsync(2);
        var traffic = await Traffic.StartAsync(stage);
        await stage.BeginAsync("backend-refused", "15s", TwoBackends.SecondName);
        var recovery = await stage.RecoverAsync();
        // More at a time than there are places: connections have to be made.
        judge.AllGood("questions at once", await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => stage.AskAsync())));
        judge.AllGood("clones begun before", await GameStage.GoOnAsync(paused));
        await stage.EndAsync("backend-refused");
        judge.AllGood("clones and pushes meanwhile", await traffic.EndAsync());
        Bit(stage, judge, "connection refused");
        return judge.Recovered(recovery, _soon);
    }

    /// <summary>A fault that nothing met says nothing.</summary>
    private static void Bit(GameStage stage, GameJudge judge, params string[] words)
    {
        var met = stage.Site.Proxy.LogLines.Count(line => words.Any(word => line.Contains(word, StringComparison.Ordinal)) && line.Contains("\"event\":\"Backend", StringComparison.Ordinal));
        judge.See($"the log says {met} times '{string.Join("' or '", words)}'");
        judge.Must(met > 0, $"nothing met the fault: the log does not say '{string.Join("' or '", words)}'");
    }

    private static async Task<GameResult> BlackholedAsync(GameStage stage)
    {
        var judge = new GameJudge();
        var paused = await stage.PauseAsync(2);
        var traffic = await Traffic.StartAsync(stage);
        await stage.BeginAsync("backend-blackholed", "8s", TwoBackends.SecondName);
        foreach (var (clone, _) in paused) clone.GoOn();
        await stage.EndAsync("backend-blackholed");
        var recovery = await stage.RecoverAsync();
        judge.ToldOnce("clones begun before", await Task.WhenAll(paused.Select(entry => entry.Transfer)));
        var meanwhile = await traffic.EndAsync();
        judge.ToldOnce("clones and pushes meanwhile", meanwhile);
        Bit(stage, judge, "timed out", "BackendStalled");
        judge.Must(meanwhile.Count(transfer => !transfer.IsGood) <= meanwhile.Count / 3, $"more than a third of the requests failed, though a backend was well");
        return judge.Recovered(recovery, _soon);
    }

    private static async Task<GameResult> KilledAsync(GameStage stage)
    {
        var judge = new GameJudge();
        await using var site = await TwoBackends.StartAsync();
        var result = await new BackendKill(site).RunAsync(clones: 6, requests: 1, atOnce: 1);
        // Later than the clones go on, which are given five seconds to read why they ended.
        var later = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => site.Site.Alice.GitAsync("ls-remote", site.Site.UrlOf("team/killed.git"))));
        judge.See($"{result.Victims} of 6 clones were on it, {result.Broken.Count} broke; requests after it: {result.RequestsAfter.Count + later.Length}, failed {result.RequestsAfter.Concat(later).Count(request => request.ExitCode != 0)}");
        judge.Must(result.Victims is > 0 and < 6 && result.Broken.Count == result.Victims, $"{result.Broken.Count} clones broke where {result.Victims} were on it");
        foreach (var broken in result.Broken.Where(clone => BackendKillResult.LinesOfSluice(clone).Count != 1).Take(2))
            judge.Must(false, $"a broken clone read {BackendKillResult.LinesOfSluice(broken).Count} lines of ours: {broken.Error.ReplaceLineEndings(" / ")}");
        judge.Must(result.RequestsAfter.Concat(later).All(request => request.ExitCode == 0), $"a request failed after the kill");
        judge.Must(result.Left.Count == 0, $"{result.Left.Count} processes were left");
        return judge.Result(TimeSpan.FromSeconds(result.ServedAfter.DefaultIfEmpty(double.NaN).Max()));
    }

    private static async Task<GameResult> SlowAsync(GameStage stage)
    {
        var judge = new GameJudge();
        var paused = await stage.PauseAsync(1);
        var traffic = await Traffic.StartAsync(stage);
        var before = (await stage.AskAsync()).Result.Duration;
        await stage.BeginAsync("backend-slow", "8s", TwoBackends.FirstName, "150ms");
        judge.AllGood("clones begun before", await GameStage.GoOnAsync(paused));
        await stage.EndAsync("backend-slow");
        var recovery = await stage.RecoverAsync();
        judge.AllGood("clones and pushes meanwhile", await traffic.EndAsync());
        judge.See($"a question took {before.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s before");
        return judge.Recovered(recovery, _soon);
    }

    private static async Task<GameResult> ResettingAsync(GameStage stage)
    {
        var judge = new GameJudge();
        var paused = await stage.PauseAsync(2);
        var traffic = await Traffic.StartAsync(stage);
        await stage.BeginAsync("backend-resetting", "6s", TwoBackends.SecondName);
        await Task.Delay(1500);
        judge.ToldOnce("clones begun before", await GameStage.GoOnAsync(paused));
        await stage.EndAsync("backend-resetting");
        var recovery = await stage.RecoverAsync();
        var meanwhile = await traffic.EndAsync();
        judge.ToldOnce("clones meanwhile", [.. meanwhile.Where(transfer => transfer.What != "push")]);
        // A backend that has said EOF has had its say, and a sentence may not follow it: the exit status alone tells then.
        judge.Count("pushes meanwhile", [.. meanwhile.Where(transfer => transfer.What == "push")]);
        Bit(stage, judge, "was lost");
        return judge.Recovered(recovery, _soon);
    }
}

using System.Diagnostics;

using Sluice.Testing;

namespace Sluice.Soak.GameDays.Games;

/// <summary>What operators do to a process that serves.</summary>
internal static class LifecycleGames
{
    /// <summary>The games.</summary>
    public static IReadOnlyList<Game> All { get; } =
    [
        new("drain-under-load", "SIGTERM: who runs comes to the end with every byte, nobody further is taken, exit code 0", DrainAsync),
        new("upgrade-under-load", "SIGUSR2, twice: nobody fails and nobody is refused, what runs comes to the end with every byte", UpgradeAsync),
    ];

    private static async Task<GameResult> UpgradeAsync(GameStage shared)
    {
        var judge = new GameJudge();
        await using var stage = new GameStage(await GameDaySite.StartAsync(section => section["DrainTimeout"] = "60s"));
        await stage.PrepareAsync();
        var paused = await stage.PauseAsync(3);
        var traffic = await Traffic.StartAsync(stage);
        var processes = new List<int> { stage.Site.Proxy.ProcessId };
        for (var i = 0; i < 2; i++)
        {
            await stage.Site.Proxy.UpgradeAsync();
            processes.Add(stage.Site.Proxy.ProcessId);
            judge.AllGood("questions right after it", [await stage.AskAsync(), await stage.AskAsync()]);
        }
        judge.AllGood("clones begun before", await GameStage.GoOnAsync(paused));
        judge.AllGood("clones and pushes meanwhile", await traffic.EndAsync());
        var began = Stopwatch.GetTimestamp();
        var former = processes[..^1];
        while (former.Exists(id => Directory.Exists($"/proc/{id}")) && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30)) await Task.Delay(100);
        var left = former.Count(id => Directory.Exists($"/proc/{id}"));
        judge.Must(left == 0, $"{left} processes that were replaced had not ended 30 s after their last request");
        judge.Must(processes.Distinct().Count() == 3, $"only {processes.Distinct().Count()} processes served");
        judge.See($"{processes.Count} processes took turns, and those that were replaced had ended {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s after their last request");
        var rest = await GameRest.ReachAsync(stage.Site.Proxy, null);
        judge.Must(rest.Held.Count == 0, $"the last process held {string.Join(", ", rest.Held)}");
        return judge.Result();
    }

    private static async Task<GameResult> DrainAsync(GameStage shared)
    {
        var judge = new GameJudge();
        await using var stage = new GameStage(await GameDaySite.StartAsync(section => section["DrainTimeout"] = "60s"));
        await stage.PrepareAsync();
        var paused = await stage.PauseAsync(4);
        var pusher = await Pusher.CreateAsync(stage, stage.Trickling());
        var pushing = pusher.PushAsync(1 << 20);
        for (var i = 0; i < 200 && (await stage.Site.Proxy.MetricsAsync())["sluice_active_requests"] < paused.Count + 1; i++) await Task.Delay(50);
        var began = Stopwatch.GetTimestamp();
        PosixSignal.Send(stage.Site.Proxy.ProcessId, PosixSignal.Terminate);
        await Eventually.HoldsAsync(() => stage.Site.Proxy.Log.Contains("\"event\":\"Draining\"", StringComparison.Ordinal), TimeSpan.FromSeconds(20), () => "it does not drain");
        var late = await stage.AskAsync();
        judge.Must(!late.IsGood, $"a request was taken after SIGTERM");
        judge.AllGood("clones that ran", await GameStage.GoOnAsync(paused));
        judge.AllGood("a trickling push that ran", [await pushing]);
        await pusher.EndAsync();
        var code = await stage.Site.Proxy.StopAsync();
        judge.See($"the process ended with exit code {code} {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s after SIGTERM");
        judge.Must(code == 0, $"exit code {code}");
        return judge.Result(Stopwatch.GetElapsedTime(began));
    }
}

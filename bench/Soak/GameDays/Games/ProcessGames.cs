using Sluice.Testing.Measuring;

namespace Sluice.Soak.GameDays.Games;

/// <summary>What can be wrong with the process and its machine.</summary>
internal static class ProcessGames
{
    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(10);

    /// <summary>The games.</summary>
    public static IReadOnlyList<Game> All { get; } =
    [
        new("rekey-storm", "no connection ends and no byte is lost while all exchange keys every two seconds", stage => LivedWithAsync(stage, "rekey-storm", "8s")),
        new("descriptors-exhausted", "what runs goes on; clients are closed at once, or are told; the listener serves again when it is over", DescriptorsAsync),
        new("memory-budget-reached", "what runs goes on; requests wait, or are told; all are served when it is over", MemoryAsync),
        new("log-disk-full", "clients notice nothing; the log says afterwards how many lines it lacks", LogAsync),
        new("clock-jump", "no session ends and no time-out fires", stage => LivedWithAsync(stage, "clock-jump", "6s", "2d")),
    ];

    /// <summary>A fault that nobody must notice.</summary>
    private static async Task<GameResult> LivedWithAsync(GameStage stage, string scenario, string time, string? by = null)
    {
        var judge = new GameJudge();
        var paused = await stage.PauseAsync(2);
        var traffic = await Traffic.StartAsync(stage);
        await stage.BeginAsync(scenario, time, by: by);
        judge.AllGood("clones begun before", await GameStage.GoOnAsync(paused));
        await stage.EndAsync(scenario);
        var recovery = await stage.RecoverAsync();
        judge.AllGood("clones and pushes meanwhile", await traffic.EndAsync());
        return judge.Recovered(recovery, _soon);
    }

    private static async Task<GameResult> DescriptorsAsync(GameStage stage)
    {
        var judge = new GameJudge();
        var paused = await stage.PauseAsync(2);
        var traffic = await Traffic.StartAsync(stage);
        await stage.BeginAsync("descriptors-exhausted", "6s");
        judge.AllGood("clones begun before", await GameStage.GoOnAsync(paused));
        await stage.EndAsync("descriptors-exhausted");
        var recovery = await stage.RecoverAsync();
        // Who was closed at once read nothing of ours.
        judge.Count("clones and pushes meanwhile", await traffic.EndAsync());
        judge.Must(!stage.Site.Proxy.HasExited, $"the process has ended");
        return judge.Recovered(recovery, _soon);
    }

    private static async Task<GameResult> MemoryAsync(GameStage stage)
    {
        var judge = new GameJudge();
        var paused = await stage.PauseAsync(2);
        var traffic = await Traffic.StartAsync(stage);
        await stage.BeginAsync("memory-budget-reached", "6s");
        var waiting = 0.0;
        for (var i = 0; i < 10; i++)
        {
            waiting = Math.Max(waiting, (await stage.Site.Proxy.MetricsAsync())["sluice_memory_waiting"]);
            await Task.Delay(200);
        }
        judge.AllGood("clones begun before", await GameStage.GoOnAsync(paused));
        await stage.EndAsync("memory-budget-reached");
        var recovery = await stage.RecoverAsync();
        judge.AllGood("clones and pushes meanwhile", await traffic.EndAsync());
        judge.See($"requests that waited for memory: {waiting:0}");
        return judge.Recovered(recovery, _soon);
    }

    private static async Task<GameResult> LogAsync(GameStage stage)
    {
        var judge = new GameJudge();
        var lines = stage.Site.Proxy.LogLines.Count;
        var result = await LivedWithAsync(stage, "log-disk-full", "5s");
        var told = stage.Site.Proxy.LogLines.Skip(lines).FirstOrDefault(line => line.Contains("LogResumed", StringComparison.Ordinal));
        judge.Must(told is not null, $"the log does not say that it lacks lines");
        var full = await FullDisk.PlayAsync(judge);
        var lost = (await stage.Site.Proxy.MetricsAsync())["sluice_log_lost_lines_total"];
        judge.See($"{result.Seen}; {lost:0} lines were lost and told of; with standard error on /dev/full, {full:0} were lost and git was served");
        var own = judge.Result();
        return result with { Seen = own.Seen, Faults = [.. result.Faults, .. own.Faults] };
    }
}

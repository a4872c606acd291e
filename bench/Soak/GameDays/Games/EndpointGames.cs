namespace Sluice.Soak.GameDays.Games;

/// <summary>What can be wrong with those who are asked.</summary>
internal static class EndpointGames
{
    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(10);

    /// <summary>The games.</summary>
    public static IReadOnlyList<Game> All { get; } =
    [
        new("key-directory-down", "who logged in lately gets in as ever, who was never seen gets in when it is back, and the log says both once", KeysDownAsync),
        new("authorization-down", "requests are refused with one sentence while it is down, what runs goes on", AuthorizationDownAsync),
        new("authorization-slow", "all requests succeed, and take that much longer", AuthorizationSlowAsync),
    ];

    private static async Task<GameResult> KeysDownAsync(GameStage stage)
    {
        var judge = new GameJudge();
        var newcomer = await stage.Game.NewcomerAsync("newcomer");
        var traffic = await Traffic.StartAsync(stage);
        await stage.BeginAsync("key-directory-down", "7s");
        var refused = await stage.AskAsync(newcomer);
        judge.Must(!refused.IsGood && refused.Result.Error.Contains("Permission denied", StringComparison.Ordinal), $"the newcomer was let in, though nobody could know them");
        await stage.EndAsync("key-directory-down");
        var recovery = await stage.RecoverAsync();
        judge.Must((await stage.AskAsync(newcomer)).IsGood, $"the newcomer was not let in after it");
        judge.AllGood("clones and pushes meanwhile", await traffic.EndAsync());
        var (down, back) = (Count(stage, "KeysUnreachable"), Count(stage, "KeysReachable"));
        judge.See($"a newcomer was refused, and let in after it; the log says down {down} times, back {back} times");
        judge.Must(down == 1 && back == 1, $"the log says {down} times that it is down and {back} times that it is back");
        return judge.Recovered(recovery, _soon);
    }

    private static async Task<GameResult> AuthorizationDownAsync(GameStage stage)
    {
        var judge = new GameJudge();
        var paused = await stage.PauseAsync(2);
        var traffic = await Traffic.StartAsync(stage);
        await stage.BeginAsync("authorization-down", "5s");
        judge.AllGood("clones begun before", await GameStage.GoOnAsync(paused));
        await stage.EndAsync("authorization-down");
        var recovery = await stage.RecoverAsync();
        var meanwhile = await traffic.EndAsync();
        judge.ToldOnce("clones and pushes meanwhile", meanwhile);
        judge.Must(meanwhile.Any(transfer => !transfer.IsGood), $"nothing was refused, though nobody could be asked");
        return judge.Recovered(recovery, _soon);
    }

    private static async Task<GameResult> AuthorizationSlowAsync(GameStage stage)
    {
        var judge = new GameJudge();
        var traffic = await Traffic.StartAsync(stage);
        await stage.BeginAsync("authorization-slow", "6s", by: "1s");
        await stage.EndAsync("authorization-slow");
        var recovery = await stage.RecoverAsync();
        judge.AllGood("clones and pushes meanwhile", await traffic.EndAsync());
        return judge.Recovered(recovery, _soon);
    }

    private static int Count(GameStage stage, string name) =>
        stage.Site.Proxy.LogLines.Count(line => line.Contains($"\"event\":\"{name}\"", StringComparison.Ordinal));
}

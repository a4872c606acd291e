using System.Diagnostics;

using Sluice.Soak.GameDays.Games;
using Sluice.Testing;

namespace Sluice.Soak.GameDays;

/// <summary>Plays games one after the other on one site, and looks after each what the process still holds.</summary>
internal static class GameDayRun
{
    private static readonly TimeSpan _longestGame = TimeSpan.FromMinutes(3);

    /// <summary>All games, in the order in which they are played.</summary>
    public static IReadOnlyList<Game> Games { get; } = [.. BackendGames.All, .. ClientGames.All, .. EndpointGames.All, .. ProcessGames.All, .. LifecycleGames.All];

    /// <summary>Plays those that are wanted.</summary>
    public static async Task<IReadOnlyList<GameOutcome>> PlayAsync(IEnumerable<Game> games)
    {
        await using var stage = new GameStage(await GameDaySite.StartAsync());
        await stage.PrepareAsync();
        // Its loops are what loads the last of the code, and the last of the connections that are kept.
        await (await Traffic.StartAsync(stage)).EndAsync();
        var before = await GameRest.ReachAsync(stage.Site.Proxy, null);
        Console.WriteLine($"before: {before.Text}");
        var outcomes = new List<GameOutcome>();
        foreach (var game in games)
        {
            Console.WriteLine($"{game.Name}: expected {game.Expected}");
            var outcome = await PlayAsync(stage, game, before);
            outcomes.Add(outcome);
            Console.WriteLine($"    {(outcome.Passed ? "pass" : "FAIL")} after {outcome.Took.TotalSeconds:0} s: {outcome.Result.Seen}");
            foreach (var fault in outcome.Result.Faults) Console.WriteLine($"    not as expected: {fault}");
            Console.WriteLine($"    {outcome.Rest}");
        }
        return outcomes;
    }

    private static async Task<GameOutcome> PlayAsync(GameStage stage, Game game, GameRest before)
    {
        var began = Stopwatch.GetTimestamp();
        GameResult result;
        try
        {
            result = await game.PlayAsync(stage).WaitAsync(_longestGame);
        }
#pragma warning disable CA1031 // One game's failure is a line of the report; the others are played all the same.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            result = new GameResult("it did not come to its end", [failure.ToString()], 0, null);
            await stage.Game.GameDayAsync("stop");
        }
        var rest = await GameRest.ReachAsync(stage.Site.Proxy, before);
        return new GameOutcome(game, result, rest.Text, rest.Held.Count == 0, Stopwatch.GetElapsedTime(began));
    }
}

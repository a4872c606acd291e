using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>The real command against a real proxy: faults begin, bite, and are over by themselves.</summary>
public sealed class GameDayTests
{
    private const string Repository = "team/game.git";

    [Fact]
    public async Task A_fault_bites_as_long_as_it_lasts_and_the_log_says_who_ordered_it()
    {
        await using var game = await GameDaySite.StartAsync();
        var site = game.Site;
        await site.CreateGitAsync(Repository, GitContent.Small);
        (await site.Alice.GitAsync("ls-remote", site.UrlOf(Repository))).MustSucceed();

        var ordered = (await game.GameDayAsync("run", "authorization-down", "--for", "5m")).MustSucceed();
        Assert.StartsWith("authorization-down since ", ordered.Output, StringComparison.Ordinal);
        Assert.Equal(
            "authorization-down is being played: wait for its end, or say sluice gameday stop.\n", (await game.GameDayAsync("run", "rekey-storm")).MustExitWith(1).Error);
        // What was allowed lately stands for a second.
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        Assert.Contains("try again in a minute", (await site.Alice.GitAsync("ls-remote", site.UrlOf(Repository))).MustExitWith(128).Error, StringComparison.Ordinal);

        (await game.GameDayAsync("stop")).MustSucceed();
        (await site.Alice.GitAsync("ls-remote", site.UrlOf(Repository))).MustSucceed();
        Assert.Contains("authorization-down is over after", site.Proxy.Log, StringComparison.Ordinal);
        Assert.Matches(@"ordered by user id \d+ \(process \d+\)", site.Proxy.Log);
        Assert.Equal("Nothing is being played.", (await game.GameDayAsync("status")).MustSucceed().Output.Split('\n')[0]);
    }

    [Fact]
    public async Task A_clone_outlives_new_keys_for_everybody_and_a_full_disk_and_the_log_says_what_it_lacks()
    {
        await using var game = await GameDaySite.StartAsync();
        var site = game.Site;
        var content = GitContent.OfMebibytes(16);
        await site.CreateGitAsync(Repository, content);
        var clone = PausedClone.Of(site.Alice, site.Files);
        var copy = site.Files.PathOf("copy");
        var running = clone.Client.GitAsync("clone", "--quiet", site.UrlOf(Repository), copy);
        await clone.ReachedAsync();

        (await game.GameDayAsync("run", "rekey-storm", "--for", "3s")).MustSucceed();
        await Eventually.HoldsAsync(() => site.Proxy.Log.Contains("rekey-storm is over", StringComparison.Ordinal), TimeSpan.FromSeconds(20), () => site.Logs);
        (await game.GameDayAsync("run", "log-disk-full", "--for", "2s")).MustSucceed();
        clone.GoOn();
        (await running).MustSucceed();

        Assert.Equal(GitRepository.ChecksumOf(content), GitRepository.ChecksumOfWorkingCopy(copy));
        await Eventually.HoldsAsync(() => site.Proxy.Log.Contains("log-disk-full is over", StringComparison.Ordinal), TimeSpan.FromSeconds(20), () => site.Logs);
        (await site.Alice.GitAsync("ls-remote", site.UrlOf(Repository))).MustSucceed();
        await Eventually.HoldsAsync(() => site.Proxy.Log.Contains("The log lacks ", StringComparison.Ordinal), TimeSpan.FromSeconds(20), () => site.Logs);
    }

    [Fact]
    public async Task Where_game_days_are_not_enabled_nothing_can_be_begun()
    {
        await using var game = await GameDaySite.StartAsync(section => section.Remove("GameDays"));
        Assert.Equal(
            "Game days are not enabled in this process: start sluice run with --gamedays, or set GameDays to yes and restart.\n",
            (await game.GameDayAsync("run", "rekey-storm")).MustExitWith(1).Error);
        Assert.Contains("not enabled", (await game.GameDayAsync("list")).MustExitWith(1).Error, StringComparison.Ordinal);
    }
}

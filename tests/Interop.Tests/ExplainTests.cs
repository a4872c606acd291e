using System.Text.Json;
using System.Text.RegularExpressions;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>From the id in a user's terminal to what happened, with the log alone.</summary>
public sealed partial class ExplainTests
{
    [Fact]
    public async Task A_clone_whose_backend_was_killed_is_explained_from_the_id_in_its_terminal()
    {
        await using var site = await Installation.StartAsync();
        await site.CreateGitAsync("team/big.git", GitContent.OfMebibytes(64));
        var paused = PausedClone.Of(site.Alice, site.Files);
        var cloning = paused.Client.GitAsync("clone", site.UrlOf("team/big.git"), site.Files.PathOf("copy"));
        await paused.ReachedAsync();
        await site.Backend.KillAsync();
        paused.GoOn();
        var id = RequestId().Match((await cloning).MustExitWith(128).Error).Value;
        await site.Proxy.AccessLineAsync(line => line["request_id"] == id);
        await Eventually.HoldsAsync(
            () => site.Proxy.LogLines.Any(line => line.Contains("\"RequestFlightRecorder\"", StringComparison.Ordinal)), TimeSpan.FromSeconds(10), () => site.Proxy.Log);

        var story = (await ExplainAsync(site, id)).MustSucceed().Output;

        Assert.Contains($"Request {id}: git-upload-pack team/big.git by alice", story, StringComparison.Ordinal);
        Assert.Contains("The backend's side ended it: ", story, StringComparison.Ordinal);
        Assert.Contains("goes to backend main", story, StringComparison.Ordinal);
        Assert.Matches(@"Flight recorder of the Client's connection", story);
        // What the backend's connection did last: the command, the pack, and nothing after it.
        Assert.Matches(@"Flight recorder of connection \S+ with 127\.0\.0\.1:\d+, channels: 1, ended by Peer: ", story);
        Assert.Matches(@"out CHANNEL_REQUEST ch 0 exec", story);
        Assert.Matches(@"in CHANNEL_DATA ch 0 x\d+ \d{7,} B", story);
    }

    [Fact]
    public async Task A_clone_that_went_well_has_a_story_and_no_flight_recorder()
    {
        await using var site = await Installation.StartAsync();
        await site.CreateGitAsync("team/app.git", GitContent.Small);
        (await site.Alice.GitAsync("clone", site.UrlOf("team/app.git"), site.Files.PathOf("copy"))).MustSucceed();
        var id = (await site.Proxy.AccessLineAsync(_ => true))["request_id"];

        var story = (await ExplainAsync(site, id)).MustSucceed().Output;

        Assert.Contains("It went well.", story, StringComparison.Ordinal);
        Assert.DoesNotContain("Flight recorder", story, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_lives_tells_its_events_when_asked()
    {
        await using var site = await Installation.StartAsync();
        await site.CreateGitAsync("team/big.git", GitContent.OfMebibytes(64));
        var paused = PausedClone.Of(site.Alice, site.Files);
        var cloning = paused.Client.GitAsync("clone", site.UrlOf("team/big.git"), site.Files.PathOf("copy"));
        await paused.ReachedAsync();
        var started = site.Proxy.LogLines.First(line => line.Contains("\"RequestStarted\"", StringComparison.Ordinal));
        var ids = JsonDocument.Parse(started).RootElement;

        foreach (var name in new[] { "request_id", "backend_connection_id" })
        {
            var events = (await SluiceCommand.RunAsync(site, "events", ids.GetProperty(name).GetString()!)).MustSucceed().Output;
            Assert.Matches(@"(in|out) CHANNEL_REQUEST ch 0 exec", events);
            Assert.Matches(@"(in|out) CHANNEL_DATA ch 0 x\d+ \d{7,} B", events);
        }

        Assert.Contains("is alive", (await SluiceCommand.RunAsync(site, "events", "lusab-babad")).MustExitWith(1).Error, StringComparison.Ordinal);
        paused.GoOn();
        (await cloning).MustSucceed();
    }

    private static async Task<ProgramResult> ExplainAsync(Installation site, string id)
    {
        var log = site.Files.Write("sluice.log", site.Proxy.Log + "\n");
        return await ProgramRunner.RunAsync("dotnet", [RepositoryRoot.ProxyAssembly, "explain", id, "--log", log]);
    }

    [GeneratedRegex(@"\b[a-z]{5}-[a-z]{5}-\d+\b")]
    private static partial Regex RequestId();
}

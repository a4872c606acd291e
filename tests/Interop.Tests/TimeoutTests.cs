using System.Globalization;
using System.Text.Json.Nodes;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>Whoever keeps a request waiting is named to the user and in the access line, and nobody else.</summary>
public sealed class TimeoutTests
{
    [Fact]
    public async Task A_backend_command_that_sleeps_is_to_blame()
    {
        await using var backend = await ScriptedBackend.StartAsync(configuration => configuration.Section["ChannelTimeout"] = "2s");

        var result = await backend.RunAsync("pause/20");

        // It said "before" in the middle of a turn: the rest is owed.
        Assert.Contains("sluice: nothing came from backend main for 2s, so your request was ended (ChannelTimeout)", result.MustExitWith(128).Error, StringComparison.Ordinal);
        var access = await TimedOutAsync(backend.Site);
        Assert.Equal("Backend", access["closed_by"]);
        Assert.InRange(Seconds(access, "wait_backend_seconds"), 2, 20);
        AddUp(access);
    }

    [Fact]
    public async Task A_client_that_stops_reading_is_to_blame_and_is_told_when_it_reads_again()
    {
        await using var site = await StartAsync("2s");
        await site.CreateGitAsync("team/big.git", GitContent.OfMebibytes(64));
        var paused = PausedClone.Of(site.Alice, site.Files);
        var cloning = paused.Client.GitAsync("clone", site.UrlOf("team/big.git"), site.Files.PathOf("copy"));
        await paused.ReachedAsync();

        await Eventually.HoldsAsync(
            () => site.Proxy.Log.Contains("RequestTimedOut", StringComparison.Ordinal), TimeSpan.FromSeconds(30), () => $"no time-out:\n{site.Logs}");
        paused.GoOn();

        Assert.Contains("sluice: what you were sent has not been read for 2s", (await cloning).MustExitWith(128).Error, StringComparison.Ordinal);
        var access = await TimedOutAsync(site);
        Assert.Equal("Client", access["closed_by"]);
        Assert.InRange(Seconds(access, "wait_client_seconds"), 2, 30);
        AddUp(access);
    }

    [Fact]
    public async Task A_client_that_is_let_wait_for_its_own_hook_owes_that_time_and_a_backend_its_hooks_time()
    {
        await using var site = await StartAsync("8s");
        var path = await site.CreateGitAsync("team/hooked.git", GitContent.Small);
        GitRepository.WriteHook(path, "pre-receive", "#!/bin/sh\nsleep 2\n");
        var copy = site.Files.PathOf("copy");
        (await site.Alice.GitAsync("clone", "--quiet", site.UrlOf("team/hooked.git"), copy)).MustSucceed();
        await GitRepository.CommitNoiseAsync(site.Alice, copy, "noise", 100_000);
        // git runs it when the backend has said what it has.
        GitRepository.WriteHook(Path.Combine(copy, ".git"), "pre-push", "#!/bin/sh\nsleep 4\n");

        (await site.Alice.GitAsync("-C", copy, "push", "--quiet")).MustSucceed();

        var access = await site.Proxy.AccessLineAsync(line => line["service"] == "git-receive-pack");
        Assert.Equal("Ok", access["outcome"]);
        Assert.InRange(Seconds(access, "wait_client_seconds"), 3.8, 15);
        Assert.InRange(Seconds(access, "wait_backend_seconds"), 1.8, 15);
        AddUp(access);
    }

    [Fact]
    public async Task Pauses_that_are_shorter_than_the_time_out_harm_nobody()
    {
        await using var backend = await ScriptedBackend.StartAsync(configuration => configuration.Section["ChannelTimeout"] = "2s");
        (await backend.RunAsync("goes-on/40")).MustExitWith(3);
        await using var site = await StartAsync("1s");
        await site.CreateGitAsync("team/app.git", GitContent.OfMebibytes(32));

        (await site.Alice.GitAsync("clone", "--quiet", site.UrlOf("team/app.git"), site.Files.PathOf("copy"))).MustSucceed();

        var access = await site.Proxy.AccessLineAsync(_ => true);
        Assert.Equal("Ok", access["outcome"]);
        AddUp(access);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_ended_whatever_it_does()
    {
        await using var backend = await ScriptedBackend.StartAsync(
            configuration => configuration.Section["TotalTimeout"] = new JsonObject { ["git-upload-pack"] = "2s", ["*"] = "none" });

        var result = await backend.RunAsync("goes-on/200");

        Assert.Contains("sluice: the request took longer than 2s, most of it waiting for backend main", result.MustExitWith(128).Error, StringComparison.Ordinal);
        Assert.Equal("TotalTimeout", (await backend.Site.Proxy.AccessLineAsync(_ => true))["reason"]);
    }

    [Fact]
    public async Task A_shared_connection_that_nobody_uses_is_closed_and_the_next_command_makes_another()
    {
        await using var site = await Installation.StartAsync(adjust: site =>
        {
            site.Folder.Configuration.Section["UnusedConnectionTimeout"] = "2s";
            return Task.CompletedTask;
        });
        await site.CreateGitAsync("team/app.git", GitContent.Small);
        await using var master = await ControlMaster.StartAsync(site.Alice);
        (await master.Client.GitAsync("ls-remote", site.UrlOf("team/app.git"))).MustSucceed();

        await Eventually.HoldsAsync(
            () => site.Proxy.Log.Contains("UnusedConnectionTimeout", StringComparison.Ordinal), TimeSpan.FromSeconds(20), () => $"it lives on:\n{site.Logs}");

        (await site.Alice.GitAsync("ls-remote", site.UrlOf("team/app.git"))).MustSucceed();
    }

    private static Task<Installation> StartAsync(string channelTimeout) => Installation.StartAsync(adjust: site =>
    {
        site.Folder.Configuration.Section["ChannelTimeout"] = channelTimeout;
        return Task.CompletedTask;
    });

    private static Task<AccessLine> TimedOutAsync(Installation site) => site.Proxy.AccessLineAsync(line => line["reason"] == "ChannelTimeout");

    private static void AddUp(AccessLine access)
    {
        string[] parties = ["client", "backend", "proxy", "network"];
        Assert.Equal(Seconds(access, "duration_seconds"), parties.Sum(party => Seconds(access, $"wait_{party}_seconds")), 0.00001);
    }

    private static double Seconds(AccessLine access, string field) => double.Parse(access[field], CultureInfo.InvariantCulture);
}

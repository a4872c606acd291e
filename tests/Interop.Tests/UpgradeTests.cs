using System.Text.Json.Nodes;

using Sluice.Testing;
using Sluice.Testing.Drills;

namespace Sluice.Interop.Tests;

/// <summary>Another process of the program takes over while clients come and go.</summary>
public sealed class UpgradeTests
{
    private const string Repository = "team/upgraded.git";

    [Fact]
    public async Task Nobody_notices_two_upgrades_and_two_reloads()
    {
        await using var site = await StartAsync("1m");

        var result = await new RollingUpgrade(site).RunAsync(clones: 24, clients: 4, upgrades: 2);

        Assert.All(result.Failed, clone => clone.MustSucceed());
        Assert.Equal(24, result.Clones.Count);
        Assert.Empty(result.Refused);
        Assert.True(result.Connected > 10, $"Only {result.Connected} connections beside the clones.");
        Assert.Equal(3, result.Processes.Distinct().Count());
        Assert.Equal(2, result.Reloads);
        await site.Proxy.LoggedAsync("Drained", 2);
    }

    [Fact]
    public async Task A_clone_that_runs_is_finished_by_the_process_that_began_it_and_both_are_seen()
    {
        await using var site = await StartAsync("1m");
        var metrics = await site.Proxy.MetricsAsync();
        var paused = PausedClone.Of(site.Alice, site.Files);
        var cloning = paused.Client.GitAsync("clone", "--quiet", "--bare", site.UrlOf(Repository), site.Files.PathOf("running"));
        await paused.ReachedAsync();
        var first = site.Proxy.ProcessId;

        var said = (await SluiceCommand.RunAsync(site, "upgrade")).MustSucceed().Output;

        Assert.Matches(@"^Process \d+ accepts clients now", said);
        await site.Proxy.LoggedAsync("Upgraded");
        var status = await Eventually.GetAsync(
            () => Status(site) is { } seen && seen["predecessor"] is not null ? seen : null, TimeSpan.FromSeconds(20), () => $"the one before was not seen. The log:\n{site.Proxy.Log}");
        Assert.False((bool)status["isDraining"]!);
        Assert.Equal(first, (int)status["predecessor"]!["processId"]!);
        Assert.Equal("Upgrade", (string?)status["predecessor"]!["cause"]);
        Assert.Single(status["predecessor"]!["requests"]!.AsArray());
        // The same port, another process.
        Assert.NotNull(metrics);
        await site.Proxy.MetricsAsync();
        (await site.Alice.GitAsync("ls-remote", site.UrlOf(Repository))).MustSucceed();
        paused.GoOn();
        (await cloning).MustSucceed();
        await site.Proxy.LoggedAsync("Drained");
    }

    [Fact]
    public async Task A_successor_that_cannot_start_changes_nothing_and_says_why()
    {
        await using var site = await StartAsync("1m");
        var configuration = site.Folder.Configuration.Section;
        configuration["RekeyLimit"] = "soon";
        site.Folder.WriteConfiguration();

        PosixSignal.Send(site.Proxy.ProcessId, PosixSignal.User2);
        await site.Proxy.LoggedAsync("UpgradeFailed");

        Assert.Contains(site.Proxy.LogLines, line => line.Contains("\"UpgradeFailed\"", StringComparison.Ordinal) && line.Contains("Sluice:RekeyLimit", StringComparison.Ordinal));
        (await site.Alice.GitAsync("ls-remote", site.UrlOf(Repository))).MustSucceed();

        // And it may be tried again.
        configuration.Remove("RekeyLimit");
        site.Folder.WriteConfiguration();
        await site.Proxy.UpgradeAsync();
        (await site.Alice.GitAsync("ls-remote", site.UrlOf(Repository))).MustSucceed();
    }

    [Fact]
    public async Task A_stop_while_the_successor_starts_has_nobody_refused()
    {
        await using var site = await StartAsync("1m");
        var first = site.Proxy.ProcessId;

        PosixSignal.Send(first, PosixSignal.User2);
        await site.Proxy.LoggedAsync("UpgradeBegun");
        PosixSignal.Send(first, PosixSignal.Terminate);
        await site.Proxy.LoggedAsync("Draining");

        // Whoever comes now waits for the successor, which has the sockets.
        (await site.Alice.GitAsync("ls-remote", site.UrlOf(Repository))).MustSucceed();
    }

    [Fact]
    public async Task A_successor_may_listen_elsewhere_too()
    {
        await using var site = await StartAsync("1m");
        var port = FreePort.Next();
        site.Folder.Configuration.Section["ListenAddress"] = new JsonArray("127.0.0.1:0", $"127.0.0.1:{port}");
        site.Folder.WriteConfiguration();

        await site.Proxy.UpgradeAsync();

        (await site.Alice.GitAsync("ls-remote", site.UrlOf(Repository))).MustSucceed();
        Assert.Contains($"port {port}", site.Proxy.Log, StringComparison.Ordinal);
    }

    private static JsonNode? Status(Installation site)
    {
        var result = SluiceCommand.RunAsync(site, "drain", "--status", "--json").GetAwaiter().GetResult();
        return result.ExitCode == 0 ? JsonNode.Parse(result.Output) : null;
    }

    private static async Task<Installation> StartAsync(string drainTimeout)
    {
        var site = await Installation.StartAsync(adjust: installation =>
        {
            installation.Folder.Configuration.Section["DrainTimeout"] = drainTimeout;
            installation.Folder.Configuration.Section["MetricsListen"] = "127.0.0.1:0";
            return Task.CompletedTask;
        });
        await site.CreateGitAsync(Repository, GitContent.OfMebibytes(16));
        return site;
    }
}

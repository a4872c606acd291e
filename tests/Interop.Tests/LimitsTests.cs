using System.Text.Json.Nodes;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>Limits as real clients meet them.</summary>
public sealed class LimitsTests
{
    private const string Knocker = "127.0.0.5";
    private const string Neighbour = "127.0.0.6";

    [Fact]
    public async Task Past_MaxStartups_a_real_client_is_told_and_comes_in_when_there_is_room()
    {
        await using var limits = await LimitsInstallation.StartAsync(("MaxStartups", "2"));
        var silent = await limits.StaySilentAsync("127.0.0.7");
        await limits.StaySilentAsync("127.0.0.7");

        var refused = await limits.ListAsync(limits.AliceFrom(Knocker, "-v"));
        Assert.Contains("Exceeded MaxStartups", refused.MustExitWith(128).Error, StringComparison.Ordinal);
        await SaysAsync(limits, $"drop connection #2 from [{Knocker}]:");
        Assert.Equal(1, (await limits.Site.Proxy.MetricsAsync())["sluice_dropped_connections_total", "reason=\"maxstartups\""]);

        silent.Dispose();
        // The proxy hears of that a moment later.
        await Eventually.HoldsAsync(() => Startups(limits) < 2, TimeSpan.FromSeconds(10), () => "a connection that has ended is still counted");
        (await limits.ListAsync(limits.AliceFrom(Knocker))).MustSucceed();
    }

    [Fact]
    public async Task Who_comes_without_logging_in_is_kept_out_for_a_while_and_its_neighbours_are_not()
    {
        await using var limits = await LimitsInstallation.StartAsync(("PerSourcePenalties", "noauth:40s min:30s"));
        var knocker = limits.AliceFrom(Knocker, "-o", "PreferredAuthentications=none");
        Assert.Contains("Permission denied", (await limits.ListAsync(knocker)).MustExitWith(128).Error, StringComparison.Ordinal);

        await Eventually.HoldsAsync(() => limits.WhyAsync(Knocker, "--json").Result.Contains("\"isDropped\":true", StringComparison.Ordinal), TimeSpan.FromSeconds(20), () => limits.Site.Logs);
        var refused = await limits.ListAsync(limits.AliceFrom(Knocker, "-v"));
        Assert.Contains("Not allowed at this time", refused.MustExitWith(128).Error, StringComparison.Ordinal);
        await SaysAsync(limits, "penalty: connections without attempting authentication");
        (await limits.ListAsync(limits.AliceFrom(Neighbour))).MustSucceed();

        var why = await limits.WhyAsync(Knocker);
        Assert.Contains("It is dropped (penalty: connections without attempting authentication;", why, StringComparison.Ordinal);
        Assert.Contains("Penalty 1;", why, StringComparison.Ordinal);
        Assert.Contains("It is let in.", await limits.WhyAsync(Neighbour), StringComparison.Ordinal);
        var slip = await SluiceCommand.RunAsync(limits.Site, "why", "example.org");
        Assert.Equal("'example.org' is not an address: expected one such as 192.0.2.1 or 2001:db8::1.\n", slip.MustExitWith(1).Error);
        // Its banner is on the way to us when we close, which would reset the connection, and might cost it our words.
        for (var i = 0; i < 20; i++)
        {
            var said = (await limits.ListAsync(limits.AliceFrom(Knocker, "-v"))).MustExitWith(128).Error;
            Assert.Contains("Not allowed at this time", said, StringComparison.Ordinal);
            Assert.DoesNotContain("reset", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Keys_that_are_only_offered_keep_nobody_out()
    {
        await using var limits = await LimitsInstallation.StartAsync(("PerSourcePenalties", "noauth:40s authfail:40s min:30s"));
        var keys = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => SshKeyPair.GenerateAsync(limits.Site.Files.PathOf($"stranger{i}"))));
        await using var agent = await SshAgent.StartAsync(keys);
        var stranger = SshClient.Create(limits.Site.Files.PathOf("stranger-home"), limits.Site.Proxy.Endpoint, keys[0], agent.Socket) with { SshArguments = ["-b", Knocker] };

        for (var i = 0; i < 4; i++)
            Assert.Contains("Permission denied (publickey)", (await limits.ListAsync(stranger)).MustExitWith(128).Error, StringComparison.Ordinal);
        (await limits.ListAsync(limits.AliceFrom(Knocker))).MustSucceed();
    }

    [Fact]
    public async Task Who_speaks_something_else_is_kept_out_unless_it_is_exempt()
    {
        await using var limits = await LimitsInstallation.StartAsync(
            ("PerSourcePenalties", new JsonObject { ["Penalties"] = "protocol:40s min:30s" }), ("PerSourcePenaltyExemptList", Neighbour));
        foreach (var address in new[] { Knocker, Neighbour })
            Assert.StartsWith("SSH-2.0-Sluice", await limits.SayAsync(address, "GET / HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);

        await Eventually.HoldsAsync(() => limits.WhyAsync(Knocker).Result.Contains("It is dropped", StringComparison.Ordinal), TimeSpan.FromSeconds(20), () => limits.Site.Logs);
        Assert.Equal("Not allowed at this time\r\n", await limits.SayAsync(Knocker, ""));
        (await limits.ListAsync(limits.AliceFrom(Neighbour))).MustSucceed();
        Assert.Contains("yes: PerSourcePenaltyExemptList", await limits.WhyAsync(Neighbour), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_keeps_nobody_out_and_tells_whom_it_would_have()
    {
        await using var limits = await LimitsInstallation.StartAsync(("PerSourcePenalties", new JsonObject { ["Penalties"] = "protocol:40s min:30s", ["DryRun"] = "yes" }));
        await limits.SayAsync(Knocker, "GET / HTTP/1.1\r\n\r\n");
        await Eventually.HoldsAsync(() => limits.WhyAsync(Knocker).Result.Contains("PerSourcePenalties is a dry run", StringComparison.Ordinal), TimeSpan.FromSeconds(20), () => limits.Site.Logs);

        (await limits.ListAsync(limits.AliceFrom(Knocker))).MustSucceed();
        await SaysAsync(limits, $"dry run: connection #1 from [{Knocker}]:");
        Assert.True((await limits.Site.Proxy.MetricsAsync())["sluice_dry_run_drops_total"] >= 1);
    }

    [Fact]
    public async Task In_a_burst_of_200_those_come_in_who_have_logged_in_before()
    {
        await using var limits = await LimitsInstallation.StartAsync(("MaxStartups", "20:30:40"), ("MaxKeyExchanges", "1"));
        (await limits.ListAsync(limits.AliceFrom(Knocker))).MustSucceed();

        var strangers = Enumerable.Range(0, 200).Select(i => limits.StaySilentAsync($"127.0.1.{i + 1}"));
        await Task.WhenAll(strangers);
        await Eventually.HoldsAsync(() => Dropped(limits) >= 160, TimeSpan.FromSeconds(20), () => limits.Site.Logs);
        var known = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => limits.ListAsync(limits.AliceFrom(Knocker))));

        Assert.All(known, result => result.MustSucceed());
        await SaysAsync(limits, "beginning MaxStartups throttling");
        var metrics = await limits.Site.Proxy.MetricsAsync();
        Assert.Equal(0, metrics["sluice_key_exchanges_queued"]);
        Assert.Equal(0, metrics["sluice_key_exchanges_computing"]);
        Assert.InRange(metrics["sluice_startups", "source=\"stranger\""], 20, 40);
        Assert.Equal(0, metrics["sluice_startups", "source=\"known\""]);
    }

    [Fact]
    public async Task A_burst_of_strangers_waits_its_turn_and_nobody_is_dropped()
    {
        await using var limits = await LimitsInstallation.StartAsync(("MaxKeyExchanges", "1"));

        var results = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => limits.ListAsync(limits.AliceFrom($"127.0.2.{i + 1}"))));

        Assert.All(results, result => result.MustSucceed());
        Assert.Equal(0, Dropped(limits));
    }

    [Fact]
    public async Task The_descriptors_are_said_at_the_start()
    {
        await using var limits = await LimitsInstallation.StartAsync();
        await SaysAsync(limits, " descriptors are allowed, which is enough for ");
    }

    private static double Dropped(LimitsInstallation limits) => limits.Site.Proxy.MetricsAsync().Result["sluice_dropped_connections_total"];

    private static double Startups(LimitsInstallation limits) => limits.Site.Proxy.MetricsAsync().Result["sluice_startups"];

    private static Task SaysAsync(LimitsInstallation limits, string words) => Eventually.HoldsAsync(
        () => limits.Site.Proxy.LogLines.Any(line => line.Contains(words, StringComparison.Ordinal)), TimeSpan.FromSeconds(10), () => $"'{words}' is not in the log:\n{limits.Site.Logs}");
}

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>SIGHUP at a time when there is nothing to take over: without anybody who hears, it would end the process.</summary>
public sealed class HangUpTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_hang_up_while_it_drains_hurts_no_request()
    {
        const string Repository = "team/hang-up.git";
        await using var site = await Installation.StartAsync();
        await site.CreateGitAsync(Repository, GitContent.OfMebibytes(16));
        var paused = PausedClone.Of(site.Alice, site.Files);
        var cloning = paused.Client.GitAsync("clone", "--quiet", "--bare", site.UrlOf(Repository), site.Files.PathOf("cloned"));
        await paused.ReachedAsync();

        PosixSignal.Send(site.Proxy.ProcessId, PosixSignal.Terminate);
        await HasLoggedAsync(site, "Draining");
        PosixSignal.Send(site.Proxy.ProcessId, PosixSignal.HangUp);
        await HasLoggedAsync(site, "ReloadIgnored");
        paused.GoOn();

        (await cloning).MustSucceed();
        var access = await site.Proxy.AccessLineAsync(line => line.Text.Contains(Repository, StringComparison.Ordinal));
        Assert.Equal("Ok", access["outcome"]);
        await Eventually.HoldsAsync(() => site.Proxy.HasExited, _patience, () => $"the proxy did not stop after its last request. The log:\n{site.Proxy.Log}");
        Assert.Contains("\"event\":\"Stopped\"", site.Proxy.Log, StringComparison.Ordinal);
    }

    private static Task HasLoggedAsync(Installation site, string name) =>
        Eventually.HoldsAsync(() => site.Proxy.Log.Contains($"\"event\":\"{name}\"", StringComparison.Ordinal), _patience, () => $"the proxy did not log {name}. The log:\n{site.Proxy.Log}");
}

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>A backend that cannot be used: the user reads one line with the id under which the operator finds the rest.</summary>
public sealed class BackendFailureTests
{
    [Fact]
    public async Task A_dead_backend_is_reported()
    {
        await using var site = await Installation.StartAsync();
        await site.Backend.KillAsync();

        var result = await site.Alice.GitAsync("clone", site.UrlOf("team/app.git"), site.Files.PathOf("copy"));

        var access = await AccessLineOf(site, "BackendUnreachable");
        Assert.Contains(access["request_id"], result.MustExitWith(128).Error, StringComparison.Ordinal);
        Assert.Equal("128", access["exit_status"]);
    }

    [Fact]
    public async Task A_backend_with_another_host_key_is_refused_with_the_way_to_pin_it()
    {
        await using var site = await Installation.StartAsync(adjust: async site =>
        {
            var other = await SshKeyPair.GenerateAsync(site.Files.PathOf("other-host-key"));
            var pinned = site.Backend.Endpoint with { HostKeys = [other.TypeAndBase64] };
            site.Folder.Files.Write("known_hosts.main", pinned.KnownHosts);
        });
        await site.CreateGitAsync("team/app.git", GitContent.Small);

        var result = await site.Alice.GitAsync("clone", site.UrlOf("team/app.git"), site.Files.PathOf("copy"));

        var access = await AccessLineOf(site, "HostKeyUnknown");
        Assert.Contains(access["request_id"], result.MustExitWith(128).Error, StringComparison.Ordinal);
        // How to pin it is the operator's business: the words and the file stand in the log.
        Assert.Contains("ssh-keyscan", site.Proxy.Log, StringComparison.Ordinal);
        Assert.Contains("known_hosts", site.Proxy.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backend_that_does_not_know_the_proxys_key_is_reported()
    {
        await using var site = await Installation.StartAsync(adjust: async site =>
        {
            var stranger = await SshKeyPair.GenerateAsync(site.Files.PathOf("stranger"));
            site.Folder.Configuration.Backends["main"]!["IdentityFile"] = stranger.PrivateKeyFile;
        });

        var result = await site.Alice.GitAsync("clone", site.UrlOf("team/app.git"), site.Files.PathOf("copy"));

        var access = await AccessLineOf(site, "AuthRefused");
        Assert.Contains(access["request_id"], result.MustExitWith(128).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backend_that_dies_in_mid_clone_is_reported()
    {
        await using var site = await Installation.StartAsync();
        await site.CreateGitAsync("team/big.git", GitContent.OfMebibytes(64));
        var paused = PausedClone.Of(site.Alice, site.Files);
        var cloning = paused.Client.GitAsync("clone", site.UrlOf("team/big.git"), site.Files.PathOf("copy"));
        await paused.ReachedAsync();

        await site.Backend.KillAsync();
        paused.GoOn();

        var result = await cloning;
        var access = await site.Proxy.AccessLineAsync(_ => true);
        Assert.Contains(access["request_id"], result.MustExitWith(128).Error, StringComparison.Ordinal);
        Assert.Equal("Backend", access["closed_by"]);
    }

    [Fact]
    public async Task A_repository_that_the_backend_does_not_have_is_the_backends_to_explain()
    {
        await using var site = await Installation.StartAsync();

        var result = await site.Alice.GitAsync("clone", site.UrlOf("team/absent.git"), site.Files.PathOf("copy"));

        Assert.Contains("does not appear to be a git repository", result.MustExitWith(128).Error, StringComparison.Ordinal);
        Assert.Equal("128", (await site.Proxy.AccessLineAsync(_ => true))["exit_status"]);
    }

    private static Task<AccessLine> AccessLineOf(Installation site, string reason) =>
        site.Proxy.AccessLineAsync(line => line["reason"] == reason);
}

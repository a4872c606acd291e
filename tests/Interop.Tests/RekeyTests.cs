using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>Large transfers both ways while client, proxy and backend renew their keys every mebibyte.</summary>
public sealed class RekeyTests(RekeyInstallation installation) : IClassFixture<RekeyInstallation>
{
    private static readonly GitContent _content = GitContent.OfMebibytes(200);

    private Installation Site => installation.Site;

    [Fact]
    public async Task Two_hundred_mebibytes_arrive_whole_both_ways()
    {
        await Site.CreateGitAsync("team/large.git", _content);
        var copy = Site.Files.PathOf("large");
        var clone = await installation.Alice.GitAsync("clone", "--quiet", Site.UrlOf("team/large.git"), copy);
        clone.MustSucceed();
        await GitRepository.CheckAsync(copy);
        Assert.Equal(GitRepository.ChecksumOf(_content), GitRepository.ChecksumOfWorkingCopy(copy));

        await GitRepository.CreateBareAsync(Site.BackendPathOf("team/mirror.git"), new GitContent(1, 100, Seed: 9));
        (await installation.Alice.GitAsync("-C", copy, "push", "--quiet", Site.UrlOf("team/mirror.git"), "main:copied")).MustSucceed();
        await GitRepository.CheckAsync(Site.BackendPathOf("team/mirror.git"));
        Assert.Equal(
            await GitRepository.ResolveAsync(copy),
            await GitRepository.ResolveAsync(Site.BackendPathOf("team/mirror.git"), "copied"));
    }

    [Fact]
    public async Task The_client_sees_keys_renewed_by_the_proxy()
    {
        await Site.CreateGitAsync("team/medium.git", GitContent.OfMebibytes(8));
        // The client's own limit stays at its default here: each renewal in its log was begun by the proxy.
        var client = Site.Alice with { SshArguments = ["-vv"] };

        var result = await client.GitAsync("clone", "--quiet", Site.UrlOf("team/medium.git"), Site.Files.PathOf("medium"));

        var exchanges = ExchangesIn(result.MustSucceed());
        Assert.True(exchanges > 4, $"8 MiB at a limit of 1M need more than {exchanges} key exchanges.\n{result.Describe()}");
    }

    [Fact]
    public async Task Keys_are_renewed_by_time_while_nothing_is_sent()
    {
        await using var site = await Installation.StartAsync(adjust: site =>
        {
            site.Folder.Configuration.Section["RekeyLimit"] = "1G 2s";
            site.Folder.Configuration.Backends["main"]!["RekeyLimit"] = "1G 2s";
            return Task.CompletedTask;
        });
        await site.CreateGitAsync("team/idle.git", GitContent.Small);
        var endpoint = site.Alice.Endpoint;
        var options = site.Alice.Options with { Input = async _ => await Task.Delay(TimeSpan.FromSeconds(7)) };

        // upload-pack has told its refs and waits; the end of the input ends it.
        var result = await ProgramRunner.RunAsync("ssh",
            [.. site.Alice.SshWords, "-vv", "-p", $"{endpoint.Port}", $"{endpoint.User}@{endpoint.Host}", "git-upload-pack '/team/idle.git'"], options);

        Assert.Contains("refs/heads/main", result.Output, StringComparison.Ordinal);
        Assert.InRange(ExchangesIn(result), 3, 5);
    }

    private static int ExchangesIn(ProgramResult result) =>
        result.Error.Split('\n').Count(line => line.Contains("SSH2_MSG_KEXINIT received", StringComparison.Ordinal));
}

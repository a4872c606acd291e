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

        var renewals = result.MustSucceed().Error.Split('\n').Count(line => line.Contains("SSH2_MSG_KEXINIT received", StringComparison.Ordinal));
        Assert.True(renewals > 4, $"8 MiB at a limit of 1M need more than {renewals} key exchanges.\n{result.Describe()}");
    }
}

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>gitolite behind the proxy: its own permissions decide, for the user whose key signed at the proxy.</summary>
public sealed class GitoliteTests(GitoliteInstallation lite) : IClassFixture<GitoliteInstallation>
{
    [Theory]
    [InlineData("bob")]
    [InlineData("carol")]
    public async Task Who_may_read_clones(string user)
    {
        var copy = await CloneAsync(user == "bob" ? lite.Bob : lite.Carol);

        await GitRepository.CheckAsync(copy);
        Assert.Equal(GitRepository.ChecksumOf(GitoliteInstallation.Content), GitRepository.ChecksumOfWorkingCopy(copy));
    }

    [Fact]
    public async Task Who_may_write_pushes()
    {
        foreach (var client in (SshClient[])[lite.Alice, lite.Carol])
        {
            var copy = await CloneAsync(client);
            var branch = $"by-{Path.GetFileName(client.Home)}";
            await GitRepository.CommitNoiseAsync(client, copy, "more.bin", 200_000);

            (await client.GitAsync("-C", copy, "push", "--quiet", "origin", $"HEAD:refs/heads/{branch}")).MustSucceed();

            Assert.Equal(await GitRepository.ResolveAsync(copy), await GitRepository.ResolveAsync(lite.PathOf("lite/app"), branch));
        }
        await GitRepository.CheckAsync(lite.PathOf("lite/app"));
    }

    [Fact]
    public async Task A_push_to_a_branch_of_others_is_refused_with_gitolites_own_words()
    {
        var copy = await CloneAsync(lite.Bob);
        var before = await GitRepository.ResolveAsync(lite.PathOf("lite/app"), "main");
        await GitRepository.CommitNoiseAsync(lite.Bob, copy, "more.bin", 1000);

        var refused = await lite.Bob.GitAsync("-C", copy, "push", "origin", "main");
        var taken = await lite.Bob.GitAsync("-C", copy, "push", "origin", "HEAD:refs/heads/feature/bob");

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("remote: FATAL: W refs/heads/main lite/app bob DENIED by fallthru", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, await GitRepository.ResolveAsync(lite.PathOf("lite/app"), "main"));
        taken.MustSucceed();
        Assert.Equal(await GitRepository.ResolveAsync(copy), await GitRepository.ResolveAsync(lite.PathOf("lite/app"), "feature/bob"));
    }

    [Fact]
    public async Task A_push_to_a_repository_of_others_is_refused_with_gitolites_own_words()
    {
        var copy = await CloneAsync(lite.Bob);

        var result = await lite.Bob.GitAsync("-C", copy, "push", lite.Site.UrlOf("lite/secret.git"), "main");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("FATAL: W any lite/secret bob DENIED by fallthru", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bob")]
    [InlineData("carol")]
    public async Task A_repository_of_others_is_not_read(string user)
    {
        var client = user == "bob" ? lite.Bob : lite.Carol;

        var result = await client.GitAsync("clone", lite.Site.UrlOf("lite/secret.git"), Fresh());

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains($"FATAL: R any lite/secret {user} DENIED by fallthru", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bob")]
    [InlineData("carol")]
    public async Task Info_tells_each_user_the_own_rights(string user)
    {
        var client = user == "bob" ? lite.Bob : lite.Carol;

        var result = (await client.SshAsync("info")).MustSucceed();

        Assert.StartsWith($"hello {user}, this is ", result.Output, StringComparison.Ordinal);
        Assert.Contains("\tlite/app\n", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("lite/secret", result.Output, StringComparison.Ordinal);
        var access = await lite.Site.Proxy.AccessLineAsync(line => line["service"] == "command" && line["user"] == user && line["repository"] == "info");
        Assert.Equal("0", access["exit_status"]);
    }

    [Fact]
    public async Task Info_takes_plain_words_behind_it() =>
        Assert.Contains("\"lite/app\"", (await lite.Bob.SshAsync("info", "-json")).MustSucceed().Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("help", "git and Mercurial only")]
    [InlineData("info; id", "shell would interpret")]
    [InlineData("info '$(id)'", "only words of letters")]
    public async Task No_other_command_passes(string command, string expected) =>
        Assert.Contains(expected, (await lite.Alice.SshAsync(command)).MustExitWith(128).Error, StringComparison.Ordinal);

    private string Fresh() => lite.Site.Files.PathOf("work", $"{Guid.NewGuid():N}");

    private async Task<string> CloneAsync(SshClient client)
    {
        var copy = Fresh();
        (await client.GitAsync("clone", "--quiet", lite.Site.UrlOf("lite/app.git"), copy)).MustSucceed();
        return copy;
    }
}

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>What docs/recipes says of accounts that run one program only.</summary>
public sealed class RecipeTests
{
    [Fact]
    public async Task An_account_with_git_shell_takes_clone_and_push()
    {
        var shell = RequiredProgram.Find("git-shell");
        await using var site = await Installation.StartAsync(new OpenSshServerOptions { ForceCommand = $"{shell} -c \"$SSH_ORIGINAL_COMMAND\"" });
        var backend = await site.CreateGitAsync("team/it's.git", GitContent.Small);
        var copy = site.Files.PathOf("copy");
        (await site.Alice.GitAsync("clone", "--quiet", site.UrlOf("team/it's.git"), copy)).MustSucceed();
        Assert.Equal(GitRepository.ChecksumOf(GitContent.Small), GitRepository.ChecksumOfWorkingCopy(copy));
        await GitRepository.CommitNoiseAsync(site.Alice, copy, "more.bin", 1000);

        (await site.Alice.GitAsync("-C", copy, "push", "--quiet", "origin", "main")).MustSucceed();

        Assert.Equal(await GitRepository.ResolveAsync(copy), await GitRepository.ResolveAsync(backend, "main"));
    }

    /// <summary>Routes cannot tell Mercurial's pull from its push; hg-ssh can.</summary>
    [Fact]
    public async Task With_hg_ssh_some_may_push_and_others_only_pull()
    {
        SshKeyPair? bob = null;
        await using var site = await Installation.StartAsync(adjust: async site =>
        {
            bob = await site.AddUserAsync("bob");
            var program = RequiredProgram.Find("hg-ssh");
            AddBackend(site, "hg", $"env SSH_ORIGINAL_COMMAND={{command}} {program} {{path}}");
            AddBackend(site, "hg-read", $"env SSH_ORIGINAL_COMMAND={{command}} {program} --read-only {{path}}");
            var route = site.Folder.Configuration.AddRoute("hg/**", "hg");
            route["User"] = "alice";
            route["RewriteRepository"] = site.Files.PathOf("repositories", "hg") + "/$1";
            site.Folder.Configuration.AddRoute("hg/**", "hg-read")["RewriteRepository"] = site.Files.PathOf("repositories", "hg") + "/$1";
        });
        var backend = site.BackendPathOf("hg/app");
        Directory.CreateDirectory(Path.GetDirectoryName(backend)!);
        await HgRepository.CreateAsync(backend, GitContent.Small);
        var before = await HgRepository.TipAsync(backend);
        var reader = site.NewClient("bob-home", bob!);
        var (his, hers) = (site.Files.PathOf("his"), site.Files.PathOf("hers"));
        (await reader.HgAsync("clone", site.UrlOf("hg/app"), his)).MustSucceed();
        (await site.Alice.HgAsync("clone", site.UrlOf("hg/app"), hers)).MustSucceed();
        await HgRepository.CommitAsync(his, "his.bin", [1, 2, 3]);
        await HgRepository.CommitAsync(hers, "hers.bin", [1, 2, 3]);

        var refused = await reader.HgAsync("-R", his, "push");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("Permission denied", refused.Output + refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, await HgRepository.TipAsync(backend));

        (await site.Alice.HgAsync("-R", hers, "push")).MustSucceed();
        Assert.Equal(await HgRepository.TipAsync(hers), await HgRepository.TipAsync(backend));
    }

    private static void AddBackend(Installation site, string name, string template) =>
        site.Folder.Configuration.AddBackend(site.Folder.Files, name, site.Backend.Endpoint, site.Folder.Identity)["CommandTemplate"] = template;
}

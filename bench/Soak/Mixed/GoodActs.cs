using Sluice.Testing;

namespace Sluice.Soak.Mixed;

/// <summary>What clients do well.</summary>
internal static class GoodActs
{
    /// <summary>The acts.</summary>
    public static IReadOnlyList<MixedAct> All { get; } =
    [
        new("git clone of 256 KiB", 8, site => CloneAsync(site, "team/small.git", MixedSite.Small)),
        new("git clone of 16 MiB", 3, site => CloneAsync(site, "team/large.git", MixedSite.Large)),
        new("git push of 64 KiB, and the fetch of it", 4, site => PushAsync(site, 64 << 10)),
        new("git push of 4 MiB, and the fetch of it", 1, site => PushAsync(site, 4 << 20)),
        new("git ls-remote", 6, async site => Good(await site.Alice.GitAsync("ls-remote", site.Site.UrlOf("team/small.git")))),
        new("hg clone", 2, HgAsync),
        new("ssh with a question to git", 3, async site => Good(await site.Alice.SshAsync("git-upload-archive", "--help"), 128)),
        new("git clone by paramiko", 2, site => PythonAsync(site, "paramiko-ssh.py")),
        new("git clone by asyncssh", 2, site => PythonAsync(site, "asyncssh-ssh.py")),
    ];

    private static Task<string?> CloneAsync(MixedSite site, string repository, GitContent content) => CloneAsync(site, site.Alice, repository, content);

    private static async Task<string?> CloneAsync(MixedSite site, SshClient client, string repository, GitContent content)
    {
        var copy = site.NextPath();
        var fault = Good(await client.GitAsync("clone", "--quiet", site.Site.UrlOf(repository), copy));
        if (fault is null && GitRepository.ChecksumOfWorkingCopy(copy) != GitRepository.ChecksumOf(content)) fault = "the copy is not what the repository holds";
        Remove(copy);
        return fault;
    }

    private static async Task<string?> PushAsync(MixedSite site, int bytes)
    {
        var name = $"team/push-{Guid.NewGuid():N}.git";
        var repository = await site.Site.CreateGitAsync(name, GitContent.Small);
        var (copy, other) = (site.NextPath(), site.NextPath());
        var url = site.Site.UrlOf(name);
        var fault = Good(await site.Alice.GitAsync("clone", "--quiet", url, copy)) ?? Good(await site.Alice.GitAsync("clone", "--quiet", url, other));
        if (fault is null)
        {
            await GitRepository.CommitNoiseAsync(site.Alice, copy, "data/pushed.bin", bytes);
            fault = Good(await site.Alice.GitAsync("-C", copy, "push", "--quiet", "origin", "HEAD:refs/heads/main"))
                ?? Good(await site.Alice.GitAsync("-C", other, "fetch", "--quiet"));
        }
        if (fault is null)
        {
            var pushed = await GitRepository.ResolveAsync(copy);
            if (await GitRepository.ResolveAsync(repository, "refs/heads/main") != pushed) fault = "the push is not in the repository";
            else if (await GitRepository.ResolveAsync(other, "origin/main") != pushed) fault = "the fetch did not bring the push";
        }
        Remove(copy);
        Remove(other);
        Remove(repository);
        return fault;
    }

    private static async Task<string?> HgAsync(MixedSite site)
    {
        var copy = site.NextPath();
        var endpoint = site.Site.Proxy.Endpoint;
        var fault = Good(await site.Alice.HgAsync("clone", "--quiet", $"ssh://git@{endpoint.Host}:{endpoint.Port}/team/hg", copy));
        if (fault is null) await HgRepository.CheckAsync(copy);
        Remove(copy);
        return fault;
    }

    /// <summary>git with another implementation of SSH in the place of ssh.</summary>
    private static Task<string?> PythonAsync(MixedSite site, string script)
    {
        var client = site.Alice with
        {
            GitSshCommand = $"/usr/bin/python3 {Path.Combine(RepositoryRoot.FullName, "tests/Interop.Tests/Clients", script)}",
            MoreEnvironment = new Dictionary<string, string?>
            {
                ["GIT_SSH_VARIANT"] = "ssh",
                ["SSH_KEY"] = site.Alice.Key.PrivateKeyFile,
                ["SSH_KNOWN_HOSTS"] = Path.Combine(site.Alice.Home, "known_hosts"),
            },
        };
        return CloneAsync(site, client, "team/small.git", MixedSite.Small);
    }

    private static string? Good(ProgramResult result, int exitCode = 0) => result.ExitCode == exitCode ? null : result.Describe();

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}

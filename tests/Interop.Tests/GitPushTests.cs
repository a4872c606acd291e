using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>git writes through the proxy.</summary>
public sealed class GitPushTests(SharedInstallation shared) : InteropTest(shared)
{
    [Fact]
    public async Task A_push_arrives_whole()
    {
        var (backend, copy) = await CloneNewAsync("team/push.git");
        await GitRepository.CommitNoiseAsync(Alice, copy, "data/pushed.bin", 5 << 20);

        (await Alice.GitAsync("-C", copy, "push", "--quiet", "origin", "main")).MustSucceed();

        Assert.Equal(await GitRepository.ResolveAsync(copy), await GitRepository.ResolveAsync(backend, "main"));
        await GitRepository.CheckAsync(backend);
    }

    [Fact]
    public async Task A_refused_push_tells_the_user_why()
    {
        var (backend, copy) = await CloneNewAsync("team/refused.git");
        GitRepository.WriteHook(backend, "pre-receive", "#!/bin/sh\necho 'main is frozen until the release' >&2\nexit 1\n");
        var before = await GitRepository.ResolveAsync(backend, "main");
        await GitRepository.CommitNoiseAsync(Alice, copy, "data/refused.bin", 1000);

        var result = await Alice.GitAsync("-C", copy, "push", "origin", "main");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("remote: main is frozen until the release", result.Error, StringComparison.Ordinal);
        Assert.Contains("pre-receive hook declined", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, await GitRepository.ResolveAsync(backend, "main"));
    }

    [Fact]
    public async Task A_hook_knows_the_user_and_the_request()
    {
        var (backend, copy) = await CloneNewAsync("team/hooked.git");
        var seen = Fresh();
        GitRepository.WriteHook(backend, "pre-receive", $"#!/bin/sh\nenv | grep '^SLUICE_' > {seen}\n");
        await GitRepository.CommitNoiseAsync(Alice, copy, "data/hooked.bin", 1000);
        Directory.CreateDirectory(Path.GetDirectoryName(seen)!);

        (await Alice.GitAsync("-C", copy, "push", "--quiet", "origin", "main")).MustSucceed();

        var access = await Site.Proxy.AccessLineAsync(line => line.Text.Contains("team/hooked", StringComparison.Ordinal) &&
            line.Text.Contains("git-receive-pack", StringComparison.Ordinal));
        var environment = await File.ReadAllLinesAsync(seen);
        Assert.Contains("SLUICE_USER=alice", environment);
        Assert.Contains(environment, line => line.StartsWith("SLUICE_REQUEST", StringComparison.Ordinal) &&
            access.Fields.Values.Contains(line[(line.IndexOf('=') + 1)..]));
    }

    [Fact]
    public async Task A_push_of_nothing_is_up_to_date()
    {
        var (_, copy) = await CloneNewAsync("team/nothing.git");

        var result = await Alice.GitAsync("-C", copy, "push", "origin", "main");

        Assert.Contains("Everything up-to-date", result.MustSucceed().Error, StringComparison.Ordinal);
    }

    private async Task<(string Backend, string Copy)> CloneNewAsync(string repository)
    {
        var backend = await Site.CreateGitAsync(repository, GitContent.Small);
        var copy = Fresh();
        (await Alice.GitAsync("clone", "--quiet", Site.UrlOf(repository), copy)).MustSucceed();
        return (backend, copy);
    }
}

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>Mercurial through the proxy.</summary>
public sealed class HgTests(SharedInstallation shared) : InteropTest(shared)
{
    [Fact]
    public async Task Clone_pull_and_push_arrive_whole()
    {
        var repository = "team/mercurial";
        var backend = Site.BackendPathOf(repository);
        Directory.CreateDirectory(Path.GetDirectoryName(backend)!);
        await HgRepository.CreateAsync(backend, GitContent.Small);

        var copy = Fresh();
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        (await Alice.HgAsync("clone", Site.UrlOf(repository), copy)).MustSucceed();
        Assert.Equal(GitRepository.ChecksumOf(GitContent.Small), GitRepository.ChecksumOfWorkingCopy(copy));

        await HgRepository.CommitAsync(backend, "data/more.bin", DeterministicNoise.Create(3 << 20, 5));
        (await Alice.HgAsync("-R", copy, "pull", "--update")).MustSucceed();
        Assert.Equal(await HgRepository.TipAsync(backend), await HgRepository.TipAsync(copy));

        await HgRepository.CommitAsync(copy, "data/pushed.bin", DeterministicNoise.Create(3 << 20, 6));
        (await Alice.HgAsync("-R", copy, "push")).MustSucceed();
        Assert.Equal(await HgRepository.TipAsync(copy), await HgRepository.TipAsync(backend));
        await HgRepository.CheckAsync(backend);
        await HgRepository.CheckAsync(copy);
    }
}

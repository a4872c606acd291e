using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>git reads through the proxy: every protocol version, and clones that take only a part.</summary>
public sealed class GitCloneTests(SharedInstallation shared) : InteropTest(shared)
{
    [Fact]
    public async Task Clone_gives_every_byte() => await CloneSmallAsync(Alice);

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "version 1")]
    [InlineData(2, "version 2")]
    public async Task Clone_speaks_the_protocol_version_that_the_client_asks_for(int version, string announced)
    {
        var tracing = Alice with { MoreEnvironment = new Dictionary<string, string?> { ["GIT_TRACE_PACKET"] = "1" } };
        var result = await tracing.GitAsync("-c", $"protocol.version={version}", "ls-remote", Site.UrlOf(SharedInstallation.Small));

        // The server's first line names the version only if GIT_PROTOCOL reached it.
        var said = result.MustSucceed().Error.Split('\n').Where(line => line.Contains("< version ", StringComparison.Ordinal));
        Assert.Equal(announced, said.Select(line => line[line.IndexOf("version ", StringComparison.Ordinal)..]).FirstOrDefault(""));
        await CloneSmallAsync(Alice, "-c", $"protocol.version={version}");
    }

    [Fact]
    public async Task A_shallow_clone_has_one_commit()
    {
        var copy = Fresh();
        (await Alice.GitAsync("clone", "--quiet", "--depth=1", Site.UrlOf(SharedInstallation.Small), copy)).MustSucceed();

        Assert.Equal("1", (await Alice.GitAsync("-C", copy, "rev-list", "--count", "HEAD")).MustSucceed().Output.Trim());
        Assert.Equal(GitRepository.ChecksumOf(SharedInstallation.SmallContent), GitRepository.ChecksumOfWorkingCopy(copy));
        (await Alice.GitAsync("-C", copy, "fetch", "--quiet", "--unshallow")).MustSucceed();
        Assert.Equal("3", (await Alice.GitAsync("-C", copy, "rev-list", "--count", "HEAD")).MustSucceed().Output.Trim());
    }

    [Fact]
    public async Task A_partial_clone_fetches_contents_when_they_are_needed()
    {
        var copy = Fresh();
        (await Alice.GitAsync("clone", "--quiet", "--no-checkout", "--filter=blob:none", Site.UrlOf(SharedInstallation.Small), copy)).MustSucceed();
        var missing = (await Alice.GitAsync("-C", copy, "rev-list", "--objects", "--all", "--missing=print")).MustSucceed().Output;
        Assert.Equal(3, missing.Split('\n').Count(line => line.StartsWith('?')));

        (await Alice.GitAsync("-C", copy, "checkout", "--quiet", "main")).MustSucceed();
        Assert.Equal(GitRepository.ChecksumOf(SharedInstallation.SmallContent), GitRepository.ChecksumOfWorkingCopy(copy));
    }

    [Fact]
    public async Task An_archive_is_streamed_whole()
    {
        var archive = Fresh();
        Directory.CreateDirectory(Path.GetDirectoryName(archive)!);
        (await Alice.GitAsync("archive", $"--remote={Site.UrlOf(SharedInstallation.Big)}", "--format=tar", "-o", archive, "main")).MustSucceed();
        var copy = Directory.CreateDirectory(Fresh()).FullName;
        (await ProgramRunner.RunAsync("tar", ["-xf", archive, "-C", copy])).MustSucceed();

        Assert.Equal(GitRepository.ChecksumOf(SharedInstallation.BigContent), GitRepository.ChecksumOfWorkingCopy(copy));
    }

    [Fact]
    public async Task Sixteen_clones_at_once_are_all_whole() =>
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => CloneSmallAsync(Alice)));
}

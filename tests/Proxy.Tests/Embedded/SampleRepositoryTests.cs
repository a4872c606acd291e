using Sluice.Proxy.Embedded;

using Xunit;

namespace Sluice.Proxy.Tests.Embedded;

public sealed class SampleRepositoryTests
{
    [Fact]
    public async Task It_is_the_same_on_every_machine()
    {
        using var one = new TemporaryFolder();
        using var other = new TemporaryFolder();

        Assert.Equal(await HeadAsync(one), await HeadAsync(other));
    }

    [Fact]
    public async Task Its_newest_commit_holds_the_files_and_fsck_is_content()
    {
        using var folder = new TemporaryFolder();
        await HeadAsync(folder);
        var repository = Path.Combine(folder.Root, SampleRepository.Name);

        var names = await GitAsync("-C", repository, "ls-tree", "--name-only", "HEAD");
        Assert.Equal(SampleRepository.Files.Keys.Order(StringComparer.Ordinal), names.Output.Split('\n'));
        var poem = await GitAsync("-C", repository, "show", "HEAD:poem.txt");
        Assert.Equal(SampleRepository.Files["poem.txt"].Trim(), poem.Output);
        Assert.True((await GitAsync("-C", repository, "fsck", "--full", "--strict")).Succeeded);
    }

    [Fact]
    public async Task What_is_there_already_stays()
    {
        using var folder = new TemporaryFolder();
        await HeadAsync(folder);
        var marker = Path.Combine(folder.Root, SampleRepository.Name, "marker");
        await File.WriteAllTextAsync(marker, "", TestContext.Current.CancellationToken);

        await HeadAsync(folder);

        Assert.True(File.Exists(marker));
    }

    private static async Task<string> HeadAsync(TemporaryFolder folder)
    {
        Assert.Null(await SampleRepository.EnsureAsync(folder.Root, TestContext.Current.CancellationToken));
        var head = await GitAsync("-C", Path.Combine(folder.Root, SampleRepository.Name), "rev-parse", "HEAD");
        Assert.True(head.Succeeded, head.Error);
        return head.Output;
    }

    private static Task<GitProgram.Result> GitAsync(params string[] arguments) => GitProgram.RunAsync(arguments, null, TestContext.Current.CancellationToken);
}

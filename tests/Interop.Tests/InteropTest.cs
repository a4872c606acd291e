using System.Runtime.CompilerServices;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>What the tests against the shared installation have in common.</summary>
public abstract class InteropTest(SharedInstallation shared) : IAsyncLifetime
{
    protected Installation Site { get; private set; } = null!;

    protected SshClient Alice => Site.Alice;

    public async ValueTask InitializeAsync() => Site = await shared.SiteAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>A path of the test's own in the installation's scratch space; nothing is created.</summary>
    protected string Fresh([CallerMemberName] string name = "") => Site.Files.PathOf("work", $"{name}-{Guid.NewGuid():N}");

    /// <summary>Clones, proves that every object is whole and every byte is right, and gives the working copy's path.</summary>
    protected async Task<string> CloneAndCheckAsync(SshClient client, string repository, GitContent content, params string[] options)
    {
        var copy = Fresh();
        (await client.GitAsync([.. options, "clone", "--quiet", Site.UrlOf(repository), copy])).MustSucceed();
        await GitRepository.CheckAsync(copy);
        Assert.Equal(GitRepository.ChecksumOf(content), GitRepository.ChecksumOfWorkingCopy(copy));
        return copy;
    }

    /// <summary>The quick form, for tests about connecting rather than about content.</summary>
    protected Task<string> CloneSmallAsync(SshClient client, params string[] options) =>
        CloneAndCheckAsync(client, SharedInstallation.Small, SharedInstallation.SmallContent, options);
}

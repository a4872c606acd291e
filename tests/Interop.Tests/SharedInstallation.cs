using Sluice.Interop.Tests;
using Sluice.Testing;

[assembly: AssemblyFixture(typeof(SharedInstallation))]

namespace Sluice.Interop.Tests;

/// <summary>One sshd and one proxy with default settings for all tests that only use them, with a few repositories to read.</summary>
public sealed class SharedInstallation : IAsyncLifetime
{
    /// <summary>A small repository that no test writes to.</summary>
    public const string Small = "team/small.git";

    /// <summary>A repository of 32 MiB that no test writes to.</summary>
    public const string Big = "team/big.git";

    public static GitContent SmallContent { get; } = GitContent.Small;

    public static GitContent BigContent { get; } = GitContent.OfMebibytes(32);

    public Installation Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = await Installation.StartAsync();
        await Site.CreateGitAsync(Small, SmallContent);
        await Site.CreateGitAsync(Big, BigContent);
    }

    public ValueTask DisposeAsync() => Site?.DisposeAsync() ?? ValueTask.CompletedTask;
}

using Sluice.Interop.Tests;
using Sluice.Testing;

[assembly: AssemblyFixture(typeof(SharedInstallation))]

namespace Sluice.Interop.Tests;

/// <summary>One sshd and one proxy with default settings for all tests that only use them, with a few repositories to read.</summary>
public sealed class SharedInstallation : IAsyncDisposable
{
    /// <summary>A small repository that no test writes to.</summary>
    public const string Small = "team/small.git";

    /// <summary>A repository of 32 MiB that no test writes to.</summary>
    public const string Big = "team/big.git";

    public static GitContent SmallContent { get; } = GitContent.Small;

    public static GitContent BigContent { get; } = GitContent.OfMebibytes(32);

    private readonly Lazy<Task<Installation>> _site = new(StartAsync);

    /// <summary>The installation, started by the first test that wants it.</summary>
    public Task<Installation> SiteAsync() => _site.Value;

    public async ValueTask DisposeAsync()
    {
        if (_site is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await _site.Value).DisposeAsync();
    }

    private static async Task<Installation> StartAsync()
    {
        var site = await Installation.StartAsync();
        await site.CreateGitAsync(Small, SmallContent);
        await site.CreateGitAsync(Big, BigContent);
        return site;
    }
}

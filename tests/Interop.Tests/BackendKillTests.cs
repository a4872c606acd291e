using Sluice.Testing;
using Sluice.Testing.Drills;

namespace Sluice.Interop.Tests;

/// <summary>One of two backends dies under clones.</summary>
public sealed class BackendKillTests
{
    [Fact]
    public async Task The_other_backend_takes_over_and_each_broken_clone_reads_one_line()
    {
        await using var site = await TwoBackends.StartAsync();

        var result = await new BackendKill(site).RunAsync(clones: 8, requests: 8, atOnce: 4);

        Assert.NotEqual(0, result.Victims);
        Assert.NotEqual(8, result.Victims);
        Assert.All(result.RequestsBefore, request => request.MustSucceed());
        Assert.All(result.RequestsAfter, request => request.MustSucceed());
        Assert.Equal(result.Victims, result.Broken.Count);
        Assert.All(result.Broken, clone => Assert.Contains("was lost", Assert.Single(BackendKillResult.LinesOfSluice(clone)), StringComparison.Ordinal));
        Assert.Empty(result.Left);
    }
}

using Sluice.Testing;
using Sluice.Testing.Drills;

namespace Sluice.Interop.Tests;

/// <summary>Routes, backends and users come and go under traffic.</summary>
public sealed class ConfigurationChangeTests
{
    [Fact]
    public async Task No_session_is_hurt_by_a_change_of_the_configuration()
    {
        await using var site = await Installation.StartAsync();

        var result = await new ConfigurationChange(site).RunAsync(clients: 4, changes: 5);

        Assert.All(result.Failed, clone => clone.MustSucceed());
        Assert.True(result.Steady.Count >= 5, $"Only {result.Steady.Count} clones ran beside five changes.");
        Assert.Equal(5, result.Guests.Count);
        // What was taken away is not to be had any more.
        Assert.All(result.Late, request => request.MustExitWith(128));
    }
}

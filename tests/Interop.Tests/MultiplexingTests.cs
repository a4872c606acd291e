using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>Several sessions over one connection of the OpenSSH client (ControlMaster).</summary>
public sealed class MultiplexingTests(SharedInstallation shared) : InteropTest(shared)
{
    [Fact]
    public async Task Clones_share_one_connection()
    {
        await using var master = await ControlMaster.StartAsync(Alice);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => CloneSmallAsync(master.Client)));
        await Task.WhenAll(
            CloneAndCheckAsync(master.Client, SharedInstallation.Big, SharedInstallation.BigContent),
            CloneAndCheckAsync(master.Client, SharedInstallation.Big, SharedInstallation.BigContent),
            CloneSmallAsync(master.Client));

        Assert.True(await master.IsAliveAsync());
    }

    [Fact]
    public async Task Exit_statuses_of_many_short_sessions_are_right()
    {
        await using var master = await ControlMaster.StartAsync(Alice);

        for (var i = 0; i < 20; i++)
            (await master.Client.GitAsync("ls-remote", "--quiet", Site.UrlOf(SharedInstallation.Small))).MustSucceed();
    }
}

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

    [Fact]
    public async Task A_connection_without_sessions_answers_keepalives()
    {
        var asking = Alice with { SshArguments = ["-o", "ServerAliveInterval=1", "-o", "ServerAliveCountMax=1"] };
        await using var master = await ControlMaster.StartAsync(asking);

        await Task.Delay(TimeSpan.FromSeconds(4));

        Assert.True(await master.IsAliveAsync());
        await CloneSmallAsync(master.Client);
    }
}

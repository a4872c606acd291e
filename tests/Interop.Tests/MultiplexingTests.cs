using System.Diagnostics;

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
    public async Task Ten_sessions_at_once_are_taken_and_an_eleventh_is_refused_alone()
    {
        await using var master = await ControlMaster.StartAsync(Alice);
        var sessions = new List<Process>();
        try
        {
            for (var i = 0; i < 10; i++)
            {
                sessions.Add(Start(master.Client));
                // The first line of the advertisement: this session is under way.
                Assert.Contains("HEAD", await sessions[i].StandardOutput.ReadLineAsync(), StringComparison.Ordinal);
            }

            using var eleventh = Start(master.Client);
            await eleventh.WaitForExitAsync();
            Assert.NotEqual(0, eleventh.ExitCode);

            foreach (var session in sessions)
            {
                // A flush packet in place of wants: upload-pack has nothing to do and ends.
                await session.StandardInput.WriteAsync("0000");
                session.StandardInput.Close();
                await session.StandardOutput.ReadToEndAsync();
                await session.WaitForExitAsync();
                Assert.Equal(0, session.ExitCode);
            }
        }
        finally
        {
            sessions.ForEach(session => session.Dispose());
        }

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => CloneSmallAsync(master.Client)));
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

    private static Process Start(SshClient client) => ProgramRunner.Start("ssh",
        [
            .. client.SshWords, "-p", $"{client.Endpoint.Port}", $"{client.Endpoint.User}@{client.Endpoint.Host}",
            $"git-upload-pack '{Installation.PathOf(SharedInstallation.Small)}'",
        ], client.Options);
}

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>What the backend's command says at its end reaches the client unchanged.</summary>
public sealed class ExitStatusTests(ScriptedBackend backend) : IClassFixture<ScriptedBackend>
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(42)]
    [InlineData(128)]
    [InlineData(255)]
    public async Task The_exit_status_is_passed_on(int status) =>
        (await backend.Site.Alice.SshAsync($"git-upload-pack '/team/exit/{status}'")).MustExitWith(status);

    [Fact]
    public async Task Every_exit_status_comes_over_one_connection()
    {
        var result = await backend.RunScriptAsync("exit-statuses.py", "exit/%");

        Assert.Equal(Enumerable.Range(0, 256).Select(status => $"{status}"), result.MustSucceed().Output.Trim().Split('\n'));
        var access = backend.Site.Proxy.AccessLines.Where(line => line["repository"].StartsWith("team/exit/", StringComparison.Ordinal));
        Assert.Single(access.GroupBy(line => line["connection_id"]), connection => connection.Count() == 256);
    }

    [Theory]
    [InlineData("git-upload-archive '/team/exit/5'")]
    [InlineData("git-receive-pack '/team/exit/5'")]
    [InlineData("git receive-pack '/team/exit/5'")]
    [InlineData("git-lfs-authenticate '/team/exit/5' download")]
    [InlineData("git-lfs-transfer '/team/exit/5' upload")]
    [InlineData("hg -R team/exit/5 serve --stdio")]
    public async Task Every_service_reaches_the_backend(string command) =>
        (await backend.Site.Alice.SshAsync(command)).MustExitWith(5);

    [Fact]
    public async Task Standard_output_and_standard_error_stay_apart()
    {
        var result = await backend.Site.Alice.SshAsync("git-upload-pack '/team/exit/3'");

        Assert.Equal("this is stdout\n", result.MustExitWith(3).Output);
        Assert.Equal("this is stderr\n", result.Error);
    }

    [Fact]
    public async Task A_command_that_a_signal_ended_is_reported_as_one()
    {
        var result = await backend.Site.Alice.SshAsync("git-upload-pack '/team/signal/KILL'");

        // OpenSSH's client answers an exit-signal with 255.
        result.MustExitWith(255);
        var access = await backend.Site.Proxy.AccessLineAsync(line => line.Text.Contains("team/signal/KILL", StringComparison.Ordinal));
        Assert.Contains("KILL", access.Fields.Values);
    }

    [Fact]
    public async Task A_large_output_before_the_end_arrives_whole()
    {
        var result = await backend.Site.Alice.SshAsync("git-upload-pack '/team/output/20000000'");

        Assert.Equal(20_000_000, result.MustExitWith(7).Output.Length);
    }

    [Fact]
    public async Task A_client_that_closes_its_input_first_still_gets_the_answer()
    {
        // ssh -n gives the command an end of input before it has begun.
        var client = backend.Site.Alice with { SshArguments = ["-n"] };

        var result = await client.SshAsync("git-upload-pack '/team/count/'");

        Assert.Equal("0\n", result.MustExitWith(9).Output);
    }
}

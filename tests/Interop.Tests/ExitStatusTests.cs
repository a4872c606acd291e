using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>What the backend's command says at its end reaches the client unchanged.</summary>
public sealed class ExitStatusTests(ExitStatusTests.ScriptedBackend backend) : IClassFixture<ExitStatusTests.ScriptedBackend>
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(42)]
    [InlineData(128)]
    [InlineData(255)]
    public async Task The_exit_status_is_passed_on(int status) =>
        (await backend.Site.Alice.SshAsync($"git-upload-pack '/team/exit/{status}'")).MustExitWith(status);

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

    /// <summary>An installation whose backend does what the repository's name says, rather than git.</summary>
    public sealed class ScriptedBackend : IAsyncLifetime
    {
        private const string Script =
            """
            #!/bin/bash
            # Does what the last two components of the asked path say.
            words=${SSH_ORIGINAL_COMMAND%\'*}
            argument=${words##*/}
            argument=${argument%% *}
            case $words in
                */exit/*) echo this is stdout; echo this is stderr >&2; exit "$argument" ;;
                */signal/*) kill -s "$argument" $$ ;;
                */output/*) head -c "$argument" /dev/zero | tr '\0' x; exit 7 ;;
                */count*) wc -c; exit 9 ;;
            esac
            """;

        private readonly TemporaryFolder _folder = new("script");

        public Installation Site { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var script = _folder.Write("backend.sh", Script);
            Site = await Installation.StartAsync(new OpenSshServerOptions { ForceCommand = $"exec bash {script}" });
        }

        public async ValueTask DisposeAsync()
        {
            if (Site is not null)
                await Site.DisposeAsync();
            _folder.Dispose();
        }
    }
}

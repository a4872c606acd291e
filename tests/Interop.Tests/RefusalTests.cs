using System.Net.Sockets;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>What the proxy does not do: one clear sentence for the user, the right exit status, and nothing at the backend.</summary>
public sealed class RefusalTests(SharedInstallation shared) : InteropTest(shared)
{
    [Fact]
    public async Task An_unknown_key_is_denied()
    {
        var stranger = Site.NewClient($"stranger-{Guid.NewGuid():N}", await SshKeyPair.GenerateAsync(Fresh()));

        var result = await stranger.GitAsync("ls-remote", Site.UrlOf(SharedInstallation.Small));

        Assert.Contains("Permission denied (publickey).", result.MustExitWith(128).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_without_a_route_is_refused_by_name()
    {
        var result = await Alice.GitAsync("clone", Site.UrlOf("elsewhere/app.git"), Fresh());

        Assert.Contains("elsewhere/app.git", OneSentence(result.MustExitWith(128)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusing_route_gives_its_message()
    {
        var result = await Alice.GitAsync("clone", Site.UrlOf("archive/2019.git"), Fresh());

        Assert.Contains("The archive is closed: ask the librarians for a copy.", OneSentence(result.MustExitWith(128)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("git-upload-pack '/team/../../etc'", "..")]
    [InlineData("git-upload-pack '--help'", "dash")]
    [InlineData("git-upload-pack --strict '/team/small.git'", "")]
    [InlineData("git-upload-pack '/team/small.git'; id", "")]
    [InlineData("git-upload-pack '/team/small.git' '/team/big.git'", "")]
    [InlineData("git-upload-pack", "")]
    [InlineData("git-upload-pack '/team/small.git", "")]
    [InlineData("cat /etc/passwd", "")]
    [InlineData("hg -R /team/small.git serve --stdio --config alias.serve=!id", "")]
    public async Task A_command_that_is_not_a_plain_git_command_is_refused(string command, string word)
    {
        var result = await Alice.SshAsync(command);

        Assert.Contains(word, OneSentence(result.MustExitWith(128)), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task A_long_command_line_is_refused()
    {
        var result = await Alice.SshAsync($"git-upload-pack '/team/{new string('a', 20_000)}'");

        OneSentence(result.MustExitWith(128));
    }

    [Fact]
    public async Task A_shell_gets_a_greeting_by_name()
    {
        var result = await Alice.SshAsync();

        Assert.Contains("alice", result.MustExitWith(1).Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shell_with_a_terminal_gets_a_greeting_by_name()
    {
        var client = Alice with { SshArguments = ["-tt"] };

        var result = await client.SshAsync();

        Assert.Contains("alice", result.MustExitWith(1).Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subsystem_is_refused_and_the_connection_lives_on()
    {
        await using var master = await ControlMaster.StartAsync(Alice);
        var subsystem = master.Client with { SshArguments = [.. master.Client.SshArguments, "-s"] };

        var result = await subsystem.SshAsync("sftp");

        Assert.NotEqual(0, result.ExitCode);
        // Over a shared connection the master says it; over its own the client does.
        var own = await (Alice with { SshArguments = [.. Alice.SshArguments, "-s"] }).SshAsync("sftp");
        Assert.Contains("subsystem request failed", own.Error, StringComparison.Ordinal);
        await CloneSmallAsync(master.Client);
    }

    [Fact]
    public async Task Local_forwarding_is_refused_and_the_connection_lives_on()
    {
        await using var master = await ControlMaster.StartAsync(Alice);
        var port = FreePort.Next();
        (await master.CommandAsync("forward", "-L", $"{port}:127.0.0.1:{Site.Backend.Endpoint.Port}")).MustSucceed();

        using var through = new TcpClient("127.0.0.1", port);
        // A forwarded sshd would say "SSH-2.0-..." here; the refusal is an end of the stream.
        Assert.Equal(0, await through.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(10)));
        await CloneSmallAsync(master.Client);
    }

    [Fact]
    public async Task Remote_forwarding_is_refused_and_the_connection_lives_on()
    {
        await using var master = await ControlMaster.StartAsync(Alice);

        var result = await master.CommandAsync("forward", "-R", "0:127.0.0.1:1");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("forwarding", result.Error, StringComparison.Ordinal);
        await CloneSmallAsync(master.Client);
    }

    [Fact]
    public async Task Agent_and_X11_forwarding_are_refused_and_the_clone_goes_on()
    {
        var client = Alice with
        {
            SshArguments = ["-A", "-Y", "-v"],
            MoreEnvironment = new Dictionary<string, string?> { ["DISPLAY"] = "127.0.0.1:99", ["XAUTHORITY"] = Fresh() },
        };
        var copy = Fresh();

        var result = await client.GitAsync("clone", "--quiet", Site.UrlOf(SharedInstallation.Small), copy);

        Assert.Contains("X11 forwarding request failed", result.MustSucceed().Error, StringComparison.Ordinal);
        await GitRepository.CheckAsync(copy);
    }

    /// <summary>What the proxy told the user: git's and ssh's own lines left out, exactly one must remain.</summary>
    private static string OneSentence(ProgramResult result)
    {
        var lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !GitsOwn.Any(start => line.StartsWith(start, StringComparison.Ordinal)));
        var sentence = Assert.Single(lines);
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        return sentence;
    }

    private static string[] GitsOwn { get; } =
        ["Cloning into", "fatal: Could not read from remote", "Please make sure you have the correct access", "and the repository exists."];
}

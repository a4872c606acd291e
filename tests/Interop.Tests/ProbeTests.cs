using System.Text.RegularExpressions;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary><c>sluice check --probe</c> against real sshds.</summary>
public sealed partial class ProbeTests : IAsyncLifetime
{
    private SluiceFolder _folder = null!;

    public async ValueTask InitializeAsync()
    {
        _folder = await SluiceFolder.CreateAsync();
        _folder.Configuration.AddRoute("**", "main");
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("on", "10 sessions on one connection;")]
    [InlineData("off", "10 sessions on one connection, which each client has of its own;")]
    public async Task A_backend_that_does_everything_works(string sharing, string expected)
    {
        await using var backend = await StartAsync(new OpenSshServerOptions());
        _folder.Configuration.Backends["main"]!["Sharing"] = sharing;

        var line = Line((await ProbeAsync()).MustSucceed());

        Assert.StartsWith($"main (127.0.0.1:{backend.Endpoint.Port}) works: SSH-2.0-OpenSSH_", line, StringComparison.Ordinal);
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.EndsWith("GIT_PROTOCOL, SLUICE_REQUEST_ID, SLUICE_USER, SLUICE_KEY_FINGERPRINT, SLUICE_KEY_ID, SLUICE_CLIENT_ADDRESS arrive.", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_line_that_it_tells_to_add_is_the_one_that_helps()
    {
        string told;
        await using (await StartAsync(new OpenSshServerOptions { AcceptEnv = null }))
        {
            var line = Line((await ProbeAsync()).MustExitWith(1));
            Assert.Contains(" fails: ", line, StringComparison.Ordinal);
            told = AcceptEnv().Match(line).Groups[1].Value;
        }
        Assert.Equal("GIT_PROTOCOL SLUICE_REQUEST_ID SLUICE_USER SLUICE_KEY_FINGERPRINT SLUICE_KEY_ID SLUICE_CLIENT_ADDRESS", told);

        await using var helped = await StartAsync(new OpenSshServerOptions { AcceptEnv = told });

        Assert.Contains(" works: ", Line((await ProbeAsync()).MustSucceed()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_of_a_template_has_to_arrive_and_our_own_names_need_not()
    {
        await using var backend = await StartAsync(new OpenSshServerOptions { AcceptEnv = "GIT_PROTOCOL" });
        _folder.Configuration.Backends["main"]!["CommandTemplate"] = "gitolite-shell {user}";
        Assert.Contains("SSH_ORIGINAL_COMMAND do not arrive", Line((await ProbeAsync()).MustExitWith(1)), StringComparison.Ordinal);

        _folder.Configuration.Backends["main"]!["CommandTemplate"] = "env SSH_ORIGINAL_COMMAND={command} gitolite-shell {user}";

        Assert.Contains("GIT_PROTOCOL arrives; SLUICE_REQUEST_ID, ", Line((await ProbeAsync()).MustSucceed()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_few_sessions_are_told_and_a_git_shell_cannot_be_asked()
    {
        await using var backend = await StartAsync(new OpenSshServerOptions { MaxSessions = 3, ForceCommand = $"{RequiredProgram.Find("git-shell")} -c \"$SSH_ORIGINAL_COMMAND\"" });

        var line = Line((await ProbeAsync()).MustSucceed());

        Assert.Contains("only 3 sessions on one connection, where MaxSessionsPerConnection is 10: raise MaxSessions", line, StringComparison.Ordinal);
        Assert.Contains("cannot be checked", line, StringComparison.Ordinal);
        Assert.Contains("'AcceptEnv GIT_PROTOCOL SLUICE_REQUEST_ID ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_failure_says_what_to_do()
    {
        await using var backend = await StartAsync(new OpenSshServerOptions());
        var configuration = _folder.Configuration;
        var stranger = await SshKeyPair.GenerateAsync(_folder.Files.PathOf("stranger"));
        configuration.AddBackend(_folder.Files, "absent", backend.Endpoint with { Port = FreePort.Next() }, _folder.Identity);
        configuration.AddBackend(_folder.Files, "moved", backend.Endpoint with { HostKeys = [stranger.TypeAndBase64] }, _folder.Identity);
        configuration.AddBackend(_folder.Files, "closed", backend.Endpoint, stranger);
        configuration.AddBackend(_folder.Files, "shut", backend.Endpoint, _folder.Identity)["SetEnv"] = new System.Text.Json.Nodes.JsonObject { ["SITE"] = "one" };

        var lines = (await ProbeAsync()).MustExitWith(1).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];

        Assert.Equal(["absent", "closed", "main", "moved", "shut"], lines.Select(line => line.Split(' ')[0]));
        Assert.Contains("cannot be reached", lines[0], StringComparison.Ordinal);
        Assert.Contains($"append the line of IdentityFile's .pub file, {await stranger.FingerprintAsync()}, to ~", lines[1], StringComparison.Ordinal);
        Assert.Contains(" works: ", lines[2], StringComparison.Ordinal);
        Assert.Contains("host key is not the pinned one", lines[3], StringComparison.Ordinal);
        Assert.Contains("SITE does not arrive: add the line 'AcceptEnv SITE'", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_faulty_configuration_is_not_tried_out()
    {
        _folder.Configuration.Section["RekeyLimit"] = "soon";

        Assert.DoesNotContain(" works: ", (await ProbeAsync()).MustExitWith(1).Output, StringComparison.Ordinal);
    }

    private async Task<OpenSshServer> StartAsync(OpenSshServerOptions options)
    {
        var backend = await OpenSshServer.StartAsync(options);
        backend.Authorize(_folder.Identity);
        _folder.Configuration.AddBackend(_folder.Files, "main", backend.Endpoint, _folder.Identity);
        return backend;
    }

    private Task<ProgramResult> ProbeAsync() => ProgramRunner.RunAsync("dotnet", [RepositoryRoot.ProxyAssembly, "check", "--probe", "--config", _folder.WriteConfiguration()]);

    /// <summary>The line about the one backend, behind the one about the file.</summary>
    private static string Line(ProgramResult result) => Assert.Single(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..]);

    [GeneratedRegex("add the line 'AcceptEnv ([^']+)'")]
    private static partial Regex AcceptEnv();
}

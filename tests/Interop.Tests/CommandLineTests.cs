using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>The executable at the operator's terminal.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public async Task Check_lists_every_fault_with_its_key()
    {
        using var folder = await SluiceFolder.CreateAsync();
        folder.Configuration.Section["ListenAddress"] = new System.Text.Json.Nodes.JsonArray("127.0.0.1:99999");
        folder.Configuration.Section["RekeyLimit"] = "soon";
        folder.Configuration.Section["Ciphers"] = "aes128-gcm@openssh.com,rot13";
        folder.Configuration.Backends["main"] = new System.Text.Json.Nodes.JsonObject { ["Address"] = "127.0.0.1:22" };
        folder.Configuration.AddRoute("**", "absent");

        var result = await SluiceAsync("check", "--config", folder.WriteConfiguration());

        var said = result.MustExitWith(1).Output + result.Error;
        foreach (var key in (string[])
            ["Sluice:ListenAddress", "Sluice:RekeyLimit", "Sluice:Ciphers", "Sluice:Backends:main:IdentityFile", "Sluice:Backends:main:KnownHosts", "Sluice:Routes"])
            Assert.Contains(key, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_accepts_a_right_configuration()
    {
        await using var backend = await OpenSshServer.StartAsync();
        using var folder = await SluiceFolder.CreateAsync();
        folder.Configuration.AddBackend(folder.Files, "main", backend.Endpoint, folder.Identity);
        folder.Configuration.AddRoute("**", "main");

        (await SluiceAsync("check", "--config", folder.WriteConfiguration())).MustSucceed();
    }

    [Fact]
    public async Task Run_with_a_wrong_configuration_says_what_is_wrong_and_ends()
    {
        using var folder = await SluiceFolder.CreateAsync();
        folder.Configuration.Section["RekeyLimit"] = "soon";

        var result = await SluiceAsync("run", "--config", folder.WriteConfiguration());

        Assert.Contains("Sluice:RekeyLimit", result.MustExitWith(1).Output + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_has_become_faulty_keeps_no_operator_from_the_proxy()
    {
        await using var site = await Installation.StartAsync();
        var file = site.Folder.WriteConfiguration();
        site.Folder.Configuration.Section["RekeyLimit"] = "soon";
        var faulty = await SluiceCommand.RunAsync(site, "sessions");
        Assert.Equal(("0 connections, 0 requests.\n", ""), (faulty.MustSucceed().Output, faulty.Error));

        await File.WriteAllTextAsync(file, "{ \"Sluice\": {", TestContext.Current.CancellationToken);
        foreach (var words in (string[][])[["sessions"], ["memory"], ["backends"], ["why", "192.0.2.1"], ["drain", "--status"]])
        {
            var result = (await SluiceAsync([.. words, "--config", file])).MustSucceed();
            Assert.Contains("This is not the JSON that was expected", result.Error, StringComparison.Ordinal);
            Assert.EndsWith($"Asking the proxy at unix:{Path.ChangeExtension(file, ".sock")}.", result.Error.TrimEnd(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Version_has_its_five_parts() =>
        Assert.Matches(@"^\d+\.\d+\.\d+\.[0-9a-f]{7,40}-\d{8}\.\d{4,6}$", (await SluiceAsync("version")).MustSucceed().Output.Trim().Split(' ')[^1]);

    [Theory]
    [InlineData("run")]
    [InlineData("check")]
    [InlineData("demo")]
    [InlineData("version")]
    public async Task Help_names_every_command(string command) =>
        Assert.Contains(command, (await SluiceAsync("--help")).MustSucceed().Output, StringComparison.Ordinal);

    [Fact]
    public async Task Terminate_stops_it_with_status_zero()
    {
        await using var site = await Installation.StartAsync();

        Assert.Equal(0, await site.Proxy.StopAsync());
    }

    [Fact]
    public async Task The_demonstration_clones_through_itself()
    {
        using var state = new TemporaryFolder("demo");

        var result = await SluiceAsync("demo", "--once", "--state", state.FullName, "--port", $"{FreePort.Next()}");

        Assert.Contains("git clone", result.MustSucceed().Output, StringComparison.Ordinal);
    }

    private static Task<ProgramResult> SluiceAsync(params string[] arguments) =>
        ProgramRunner.RunAsync("dotnet", [RepositoryRoot.ProxyAssembly, .. arguments]);
}

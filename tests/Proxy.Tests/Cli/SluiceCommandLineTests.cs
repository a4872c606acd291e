using System.CommandLine;

using Sluice.Proxy.Cli;
using Sluice.Proxy.Observability;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Cli;

public sealed class SluiceCommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Version_prints_the_version_and_nothing_else() =>
        Assert.Equal((0, BuildVersion.Text + "\n", ""), await Invoke("version"));

    [Fact]
    public async Task Check_says_that_a_good_configuration_is_valid()
    {
        var file = WriteConfiguration("");
        Assert.Equal((0, $"{file}: configuration is valid\n", ""), await Invoke("check", "--config", file));
    }

    [Fact]
    public async Task Check_prints_every_fault_and_gives_1()
    {
        var file = WriteConfiguration("\"MaxAuthTrys\": 3, \"DrainTimeout\": \"soon\",");
        var (code, output, _) = await Invoke("check", "-c", file);
        Assert.Equal(1, code);
        Assert.Contains("Sluice:MaxAuthTrys: This key is not known here. Did you mean MaxAuthTries?\n", output, StringComparison.Ordinal);
        Assert.Contains("Sluice:DrainTimeout: 'soon' is not a time such as 90s, 10m, 1h30m or 2d.\n", output, StringComparison.Ordinal);
        Assert.EndsWith($"{file}: 2 faults\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "--config")]
    [InlineData("--config")]
    public async Task Run_is_the_default_and_refuses_a_faulty_configuration(params string[] arguments)
    {
        var (code, _, errors) = await Invoke([.. arguments, WriteConfiguration("\"LogLevel\": \"loud\",")]);
        Assert.Equal(1, code);
        Assert.StartsWith("Sluice:LogLevel: 'loud' is not one of", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--config", "run")]
    [InlineData("--log-format", "run", "--config", "x", "--log-format", "xml")]
    [InlineData("--port", "demo", "--port", "70000")]
    [InlineData("serve", "serve")]
    public async Task Arguments_that_are_wrong_are_named(string expected, params string[] arguments)
    {
        var (code, _, errors) = await Invoke(arguments);
        Assert.NotEqual(0, code);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_command()
    {
        var (code, output, _) = await Invoke("--help");
        Assert.Equal(0, code);
        foreach (var command in new[] { "run", "check", "keys", "demo", "version" }) Assert.Contains($"  {command} ", output, StringComparison.Ordinal);
    }

    private string WriteConfiguration(string more)
    {
        using var key = SshPrivateKey.GenerateEd25519();
        _folder.Write("key", key.ToOpenSshFile("key"));
        _folder.Write("known_hosts", $"h {TestKeys.PublicLine(key.PublicKey)}\n");
        Directory.CreateDirectory(Path.Combine(_folder.Root, "keys"));
        return _folder.Write(
            "sluice.json",
            $$"""
            { "Sluice": { {{more}} "HostKey": "key", "Backends": { "main": { "Address": "h", "IdentityFile": "key", "KnownHosts": "known_hosts" } },
              "Routes": [ { "Backend": "main" } ] } }
            """);
    }

    private static async Task<(int Code, string Output, string Errors)> Invoke(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var code = await SluiceCommandLine.Create().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }
}

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>The attacks of tests/Hostile: a client that shares no code with the proxy, against the real executable.</summary>
public sealed class HostileKitTests
{
    [Fact]
    public async Task Every_attack_ends_with_the_proxy_alive_a_good_login_working_and_nothing_left_behind()
    {
        var python = await RequiredProgram.FindPythonWithAsync("cryptography");
        var options = new ProgramOptions { TimeLimit = TimeSpan.FromMinutes(10) };

        var result = await ProgramRunner.RunAsync(python,
            [Path.Combine(RepositoryRoot.FullName, "tests", "Hostile"), "--quiet", "--assembly", RepositoryRoot.ProxyAssembly], options);

        Assert.True(result.ExitCode == 0, result.Describe());
        Assert.Matches(@"(?m)^[5-9]\d\d cases, 0 broken, 0 faults of a group", result.Output);
    }
}

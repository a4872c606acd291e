using System.Text.Json;
using System.Xml.Linq;

using Sluice.Testing;

namespace Sluice.Interop.Tests.Profiling;

/// <summary>The commands behind tools/profile watch a real proxy and write whole reports.</summary>
public sealed class ProfileReportTests
{
    private static readonly string _program = Path.Combine(
        RepositoryRoot.FullName, "bench", "Profile", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "Sluice.Profile.dll");

    [Fact]
    public async Task Memory_answers_the_three_questions()
    {
        using var folder = new TemporaryFolder("profile-report");

        var report = await RunAsync(folder, "memory", "--connections", "10", "--sessions", "60", "--rest", "0.2");

        var text = await File.ReadAllTextAsync(Path.Combine(report, "README.md"), TestContext.Current.CancellationToken);
        string[] sections = ["How much, and is it given back", "What the collector does", "What lives on the heap, per connection", "Who allocates, per login with one command", "Machine"];
        Assert.All(sections, section => Assert.Contains($"## {section}\n", text));
        Assert.Contains("| each has run a command |", text);
        Assert.Contains("10 of 10 requests ran", text);
        Assert.Contains("| `Sluice.Transport.SshConnection` |", text);
        Assert.Contains("| Transport/Crypto |", text);
        foreach (var picture in (string[])["memory.svg", "collector.svg", "allocation-rate.svg", "rented.svg", "connections.svg", "allocations.svg"])
            Assert.Equal("svg", XDocument.Load(Path.Combine(report, picture)).Root!.Name.LocalName);
        using var data = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(report, "data.json"), TestContext.Current.CancellationToken));
        var connected = data.RootElement.GetProperty("readings").EnumerateArray().Where(reading => reading.GetProperty("Instrument").GetString() == "active_connections");
        Assert.Equal(10, connected.Max(reading => reading.GetProperty("Value").GetDouble()));
    }

    [Fact]
    public async Task Processor_time_is_told_by_room_and_method()
    {
        using var folder = new TemporaryFolder("profile-report");

        var report = await RunAsync(folder, "cpu", "--load", "logins", "--seconds", "2", "--sampler", "runtime");

        var text = await File.ReadAllTextAsync(Path.Combine(report, "README.md"), TestContext.Current.CancellationToken);
        string[] sections = ["What it cost", "Where the time goes, by room", "Methods by exclusive time", "Sluice's methods by inclusive time", "Flame graph", "Machine"];
        Assert.All(sections, section => Assert.Contains($"## {section}\n", text));
        Assert.Contains("| Transport/Crypto |", text);
        Assert.Equal("svg", XDocument.Load(Path.Combine(report, "flame.svg")).Root!.Name.LocalName);
        using var stacks = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(report, "stacks.speedscope.json"), TestContext.Current.CancellationToken));
        Assert.Contains(stacks.RootElement.GetProperty("shared").GetProperty("frames").EnumerateArray(), frame => frame.GetProperty("name").GetString()!.StartsWith("Sluice.Transport.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_report_is_never_overwritten()
    {
        using var folder = new TemporaryFolder("profile-report");
        folder.CreateFolder("2026-01-01-there");

        var result = await ProgramRunner.RunAsync("dotnet", [_program, "memory", "--output", folder.FullName, "--date", "2026-01-01", "--name", "there"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("a report is never overwritten", result.Error);
    }

    /// <summary>Runs a command, which must end well, and gives the report's folder.</summary>
    private static async Task<string> RunAsync(TemporaryFolder folder, params string[] arguments)
    {
        var options = new ProgramOptions { TimeLimit = TimeSpan.FromMinutes(3) };
        var result = await ProgramRunner.RunAsync("dotnet", [_program, .. arguments, "--output", folder.FullName, "--name", "test"], options);
        result.MustSucceed();
        return Path.GetDirectoryName(result.Output.Trim())!;
    }
}

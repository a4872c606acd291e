using Sluice.Testing;
using Sluice.Testing.Drills;

namespace Sluice.Soak.Scenarios;

/// <summary>Routes, backends and users come and go under traffic.</summary>
internal sealed class ConfigurationChangeScenario : IScenario
{
    private const int Clients = 16;
    private const int Changes = 20;

    /// <inheritdoc/>
    public string Name => "change";

    /// <inheritdoc/>
    public string Question => $"A route, a backend and a user are added and taken away {Changes} times while {Clients} clients clone: is any session hurt?";

    /// <inheritdoc/>
    public async Task RunAsync(Findings findings)
    {
        await using var site = await Installation.StartAsync();
        var result = await new ConfigurationChange(site).RunAsync(Clients, Changes);

        findings.Table(
            ["sessions", "all", "failed"],
            [
                ["small clones beside the changes", $"{result.Steady.Count}", $"{result.Steady.Count(clone => clone.ExitCode != 0)}"],
                ["clones under way on what was taken away", $"{result.Guests.Count}", $"{result.Guests.Count(clone => clone.ExitCode != 0)}"],
            ]);
        foreach (var clone in result.Failed.Take(3)) findings.Quote(clone.Describe());
        findings.Judge("no session is hurt", $"0 of {result.Steady.Count + result.Guests.Count}", $"{result.Failed.Count}", result.Failed.Count == 0);
        findings.Judge("each change met a clone under way", $"{Changes}", $"{result.Guests.Count}", result.Guests.Count == Changes);
        var refused = result.Late.Count(request => request.ExitCode == 128);
        findings.Judge("what was taken away is refused", $"{Changes}", $"{refused}", refused == Changes);
    }
}

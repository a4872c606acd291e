using Sluice.Testing;
using Sluice.Testing.Drills;

namespace Sluice.Soak.Scenarios;

/// <summary>The proxy is replaced by another process of itself, again and again, under traffic.</summary>
internal sealed class UpgradeScenario : IScenario
{
    private const int Clones = 200;
    private const int Clients = 8;
    private const int Upgrades = 10;

    /// <inheritdoc/>
    public string Name => "upgrade";

    /// <inheritdoc/>
    public string Question => $"The proxy is upgraded {Upgrades} times and reloaded {Upgrades} times under {Clones} clones, {Clients} at a time: does anyone notice?";

    /// <inheritdoc/>
    public async Task RunAsync(Findings findings)
    {
        await using var site = await Installation.StartAsync(adjust: installation =>
        {
            // Those that were begun before an upgrade are finished, however slow the machine.
            installation.Folder.Configuration.Section["DrainTimeout"] = "5m";
            return Task.CompletedTask;
        });
        var result = await new RollingUpgrade(site).RunAsync(Clones, Clients, Upgrades);
        await site.Proxy.LoggedAsync("Drained", Upgrades);

        var seconds = result.Clones.Select(clone => clone.Duration.TotalSeconds).Order().ToList();
        findings.Table(
            ["what", "number"],
            [
                ["clones of 2 MiB", $"{result.Clones.Count}"],
                ["median of one, seconds", $"{seconds[seconds.Count / 2]:0.0}"],
                ["longest, seconds", $"{seconds[^1]:0.0}"],
                ["other connections, one after another", $"{result.Connected}"],
                ["processes, one after another", $"{result.Processes.Distinct().Count()}"],
            ]);
        foreach (var clone in result.Failed.Take(3)) findings.Quote(clone.Describe());
        foreach (var refused in result.Refused.Take(3)) findings.Quote(refused);
        findings.Judge("upgrades", $"{Upgrades}", $"{result.Processes.Distinct().Count() - 1}", result.Processes.Distinct().Count() == Upgrades + 1);
        findings.Judge("reloads", $"{Upgrades}", $"{result.Reloads}", result.Reloads == Upgrades);
        findings.Judge("clones fail", $"0 of {Clones}", $"{result.Failed.Count}", result.Failed.Count == 0 && result.Clones.Count == Clones);
        findings.Judge("connections are refused or closed", $"0 of {result.Connected}", $"{result.Refused.Count}", result.Refused.Count == 0);
        findings.Judge("requests are cut by a drain", $"0", $"{site.Proxy.Count("DrainCut")}", site.Proxy.Count("DrainCut") == 0);
    }
}

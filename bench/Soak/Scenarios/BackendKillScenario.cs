using System.Globalization;

using Sluice.Testing;
using Sluice.Testing.Drills;
using Sluice.Testing.Measuring;

namespace Sluice.Soak.Scenarios;

/// <summary>Kill -9 of one of two backends under 32 clones.</summary>
internal sealed class BackendKillScenario : IScenario
{
    private const int Clones = 32;
    private const int Requests = 50;
    private const int AtOnce = 4;

    private static readonly double[] _shares = [0.5, 0.9, 1];

    /// <inheritdoc/>
    public string Name => "kill";

    /// <inheritdoc/>
    public string Question => $"One of two sshds is killed with all its children under {Clones} clones: who notices, and for how long?";

    /// <inheritdoc/>
    public async Task RunAsync(Findings findings)
    {
        await LightFailover.RunAsync(findings, Clones, Requests, AtOnce);
        await using var site = await TwoBackends.StartAsync();
        var result = await new BackendKill(site).RunAsync(Clones, Requests, AtOnce);

        findings.Say($"""
            The same with git and sshd: {Requests} requests (`git ls-remote`, {AtOnce} at a time) right after the kill, and as many before it. The clones wait in mid-pack meanwhile
            and go on afterwards. Wall time has in it the start of git and ssh, on a machine that does all of it.
            """);
        findings.Table(
            ["requests", "succeeded", "median ms", "90 % ms", "longest ms", "at the proxy: median ms", "90 % ms", "longest ms"],
            [Row("before", result.RequestsBefore, result.ServedBefore), Row("after", result.RequestsAfter, result.ServedAfter)]);
        findings.Say($"Clones on the killed backend: {result.Victims}. Broken: {result.Broken.Count}. All had ended {result.CloneTime.TotalSeconds:0.0} s after the kill. No process was left {result.CleanTime.TotalSeconds:0.0} s after that.");
        if (result.Broken.Count > 0) findings.Quote(result.Broken[0].Error);

        var succeeded = result.RequestsAfter.Count(request => request.ExitCode == 0);
        var longest = result.RequestsAfter.Max(request => request.Duration.TotalSeconds);
        findings.Judge("requests after the kill succeed", $"{Requests} of {Requests}", $"{succeeded}", succeeded == Requests);
        findings.Judge("each within a second, the start of git and ssh included", $"≤ 1 s", $"{longest:0.00} s", longest <= 1);
        var served = result.ServedAfter.DefaultIfEmpty(double.NaN).Max();
        findings.Judge("each within a second at the proxy, from its command to its end", $"≤ 1 s", $"{served:0.00} s", served <= 1);
        findings.Judge("only clones on the killed backend break", $"{result.Victims}", $"{result.Broken.Count}", result.Broken.Count == result.Victims && result.Victims > 0);
        var lines = result.Broken.Select(clone => BackendKillResult.LinesOfSluice(clone).Count).ToList();
        findings.Judge("each broken clone reads one line of ours", $"1 each", $"{lines.Count(count => count == 1)} of {lines.Count}", lines.TrueForAll(count => count == 1));
        findings.Judge("processes left after 10 s", $"0", $"{result.Left.Count}", result.Left.Count == 0);
    }

    private static string[] Row(string when, IReadOnlyList<ProgramResult> requests, IReadOnlyList<double> served) =>
    [
        when, $"{requests.Count(request => request.ExitCode == 0)} of {requests.Count}",
        .. Milliseconds(requests.Select(request => request.Duration.TotalMilliseconds)), .. Milliseconds(served.Select(seconds => seconds * 1000)),
    ];

    private static IEnumerable<string> Milliseconds(IEnumerable<double> times)
    {
        var all = times.ToList();
        return _shares.Select(share => Statistics.Quantile(all, share).ToString("0", CultureInfo.InvariantCulture));
    }
}

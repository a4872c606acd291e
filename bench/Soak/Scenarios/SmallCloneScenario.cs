using System.Globalization;

using Sluice.EndToEnd;
using Sluice.EndToEnd.Running;
using Sluice.EndToEnd.Workloads;
using Sluice.Testing.Measuring;

namespace Sluice.Soak.Scenarios;

/// <summary>Small clones direct to sshd and through shared, warm connections, in turns.</summary>
internal sealed class SmallCloneScenario(int rounds) : IScenario
{
    private const double Bar = 0.7;

    private static readonly double[] _shares = [0.1, 0.5, 0.95];

    /// <inheritdoc/>
    public string Name => "small-clone";

    /// <inheritdoc/>
    public string Question => $"How long does a small clone take through Sluice, and how long directly, in {rounds} rounds by turns?";

    /// <inheritdoc/>
    public async Task RunAsync(Findings findings)
    {
        await using var bench = await Bench.StartAsync(new BenchOptions { Peers = [PeerProcess.Direct, PeerProcess.Sluice], Rounds = rounds });
        await new SmallClones().RunAsync(bench);

        var (direct, proxy) = (Times(bench, PeerProcess.Direct), Times(bench, PeerProcess.Sluice));
        findings.Table(["way", "clones", "10 % ms", "median ms", "95 % ms"], [Row(PeerProcess.Direct, direct), Row(PeerProcess.Sluice, proxy)]);
        var failed = bench.Samples.Failures;
        var ratio = Statistics.Median(proxy) / Statistics.Median(direct);
        var (slowDirect, slowProxy) = (Statistics.Quantile(direct, 0.95), Statistics.Quantile(proxy, 0.95));
        findings.Judge("median, through Sluice / direct", $"≤ {Bar}", $"{ratio:0.00}", ratio <= Bar);
        findings.Judge("95 %, through Sluice / direct", $"≤ 1", $"{slowProxy / slowDirect:0.00}", slowProxy <= slowDirect);
        findings.Judge("clones fail", $"0", $"{failed}", failed == 0);
    }

    private static List<double> Times(Bench bench, string peer) =>
        [.. bench.Samples.Good(SmallClones.Title, SmallClones.Case, peer, "seconds").Select(sample => sample.Values["seconds"] * 1000)];

    private static string[] Row(string way, List<double> times) =>
        [way, $"{times.Count}", .. _shares.Select(share => Statistics.Quantile(times, share).ToString("0", CultureInfo.InvariantCulture))];
}

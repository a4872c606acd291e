using Sluice.EndToEnd.Loads;
using Sluice.EndToEnd.Results;
using Sluice.EndToEnd.Running;
using Sluice.Testing;

namespace Sluice.EndToEnd.Workloads;

/// <summary>How fast a clone is while a large crowd of idle connections is held, and without it, before and after.</summary>
internal sealed class CloneBesideCrowd : IWorkload
{
    public const string Title = "a clone beside idle connections";

    private const string Before = "before they came";
    private const string With = "while they are held";
    private const string After = "after they left";

    public string Name => "beside";

    /// <summary>The rate with them over the rate without them.</summary>
    public static double RatioOf(SampleBook samples)
    {
        var without = (Rate(Before) + Rate(After)) / 2;
        return Rate(With) / without;

        double Rate(string @case) => samples.Median(Title, @case, PeerProcess.Sluice, "megabytesPerSecond");
    }

    public async Task RunAsync(Bench bench)
    {
        if (!bench.Options.Peers.Contains(PeerProcess.Sluice)) return;
        var count = (int)Math.Min(bench.Options.LargeCrowd, Descriptors.Most - 1000);
        if (count < bench.Options.LargeCrowd) bench.Notes.Add($"Clones ran beside {count:N0} idle connections and not {bench.Options.LargeCrowd:N0}: a process may open {Descriptors.Most:N0} file descriptors here (`ulimit -Hn`).");
        Bench.Say($"clones beside {count} idle connections");
        var repository = await LargeClones.PrepareAsync(bench);
        await using var peer = await bench.Stage.StartBeforeRealAsync(PeerProcess.Sluice);
        var client = bench.Stage.ClientOf(peer, bench.Options.Suites[0]);
        (await SmallClones.CloneAsync(bench.Stage, client, peer, repository)).MustSucceed();
        var rounds = Math.Max(3, bench.Options.LargeRounds);
        await ClonesAsync(Before);
        await using var crowd = await HeldCrowd.StartAsync(bench.Load, peer, count, withChannel: false);
        await Task.Delay(TimeSpan.FromSeconds(2));
        await ClonesAsync(With);
        await bench.SampleAsync(Title, "the crowd", peer, 0, crowd.LeaveAsync);
        await Task.Delay(TimeSpan.FromSeconds(2));
        await ClonesAsync(After);

        async Task ClonesAsync(string @case)
        {
            for (var round = 0; round < rounds; round++)
            {
                await bench.SampleAsync(Title, @case, peer, round, async () =>
                {
                    var seconds = (await SmallClones.CloneAsync(bench.Stage, client, peer, repository)).MustSucceed().Duration.TotalSeconds;
                    return new() { ["seconds"] = seconds, ["megabytesPerSecond"] = bench.Options.CloneMebibytes * (double)(1 << 20) / seconds / 1e6 };
                });
            }
        }
    }
}

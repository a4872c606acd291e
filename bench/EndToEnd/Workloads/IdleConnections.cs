using System.Diagnostics;
using System.Globalization;

using Sluice.EndToEnd.Loads;
using Sluice.EndToEnd.Results;
using Sluice.EndToEnd.Running;

namespace Sluice.EndToEnd.Workloads;

/// <summary>
/// What a peer's memory grows by for each connection that is logged in and quiet, and how much of that it gives back when they have
/// left. Every peer is a fresh process with a light backend of its own; the crowds of all peers stand at the same time.
/// </summary>
internal sealed class IdleConnections : IWorkload
{
    public const string Title = "idle connections";

    /// <summary>Connections that a backend or peer may need beside the crowd's.</summary>
    private const int Spare = 300;

    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(10);

    /// <summary>Sluice trims its memory when it has been idle for a minute; each peer gets the same time.</summary>
    private static readonly TimeSpan _giveBackTime = TimeSpan.FromSeconds(75);

    public string Name => "idle";

    public static string CaseOf(int count, bool withChannel) => count.ToString("N0", CultureInfo.InvariantCulture) + Ending(withChannel);

    public static string Ending(bool withChannel) => withChannel ? ", one idle command each" : ", no channel";

    public async Task RunAsync(Bench bench)
    {
        foreach (var withChannel in (bool[])[false, true])
        {
            foreach (var count in bench.Options.Crowds) await CrowdsAsync(bench, count, withChannel);
        }
    }

    private static async Task CrowdsAsync(Bench bench, int count, bool withChannel)
    {
        var crowds = new List<Watched>();
        Bench.Say($"{count} idle connections{Ending(withChannel)}");
        foreach (var name in bench.Options.Peers.Where(name => name != PeerProcess.Direct))
        {
            var own = SizeFor(bench, PeerFile.All[name], count);
            if (own == 0) continue;
            try
            {
                crowds.Add(await ConnectAsync(bench, name, own, count, withChannel));
            }
            catch (Exception failure) when (Bench.IsExpected(failure))
            {
                bench.Fail(Title, CaseOf(count, withChannel), name, 0, failure);
            }
        }
        await Task.Delay(_settling);
        foreach (var one in crowds) one.Held = one.Peer.ResidentBytes();
        var left = Stopwatch.GetTimestamp();
        foreach (var one in crowds) await LeaveAsync(one);
        // Nothing else of the run touches these processes, so that they can be looked at later.
        bench.AtTheEnd(async () =>
        {
            if (_giveBackTime - Stopwatch.GetElapsedTime(left) is { Ticks: > 0 } wait) await Task.Delay(wait);
            foreach (var one in crowds)
            {
                if (one.Failure is null) one.After = one.Peer.ResidentBytes();
                bench.Samples.Add(one.ToSample(CaseOf(count, withChannel), Stopwatch.GetElapsedTime(left)));
                await one.Peer.DisposeAsync();
                await one.Backend.DisposeAsync();
            }
        });
    }

    private static async Task<Watched> ConnectAsync(Bench bench, string name, int own, int count, bool withChannel)
    {
        var backend = await bench.KeepAsync(bench.Stage.StartLightAsync());
        var peer = await bench.KeepAsync(bench.Stage.StartBeforeAsync(name, backend));
        await bench.WarmAsync(peer);
        await Task.Delay(TimeSpan.FromSeconds(1));
        var fresh = peer.ResidentBytes();
        var crowd = await bench.KeepAsync(HeldCrowd.StartAsync(bench.Load, peer, own, withChannel));
        if (own < count && count == bench.Options.Crowds[0]) bench.Notes.Add($"{name} holds {own:N0} idle connections where the others hold {count:N0}: each of them is a process, or slow to come.");
        return new Watched(peer, backend, crowd, fresh);
    }

    private static async Task LeaveAsync(Watched one)
    {
        try
        {
            await one.Crowd.LeaveAsync();
        }
        catch (Exception failure) when (Bench.IsExpected(failure))
        {
            one.Failure = failure.Message;
        }
    }

    /// <summary>How many a peer can hold; 0 for none of this size.</summary>
    private static int SizeFor(Bench bench, PeerFile peer, int count)
    {
        var most = Descriptors.Most;
        if (peer.Crowd < count && count > bench.Options.Crowds[0]) return 0;
        var own = Math.Min(count, peer.Crowd);
        var needed = (int)(own * Math.Max(1, peer.Descriptors)) + Spare;
        if (needed <= most) return own;
        bench.Notes.Add($"{peer.Name} could not be asked for {own:N0} idle connections: they take {needed:N0} file descriptors and a process may open {most:N0} here (`ulimit -Hn`).");
        return 0;
    }

    private sealed class Watched(PeerProcess peer, PeerProcess backend, HeldCrowd crowd, long fresh)
    {
        private const double Kibi = 1024;

        public PeerProcess Peer => peer;

        public PeerProcess Backend => backend;

        public HeldCrowd Crowd => crowd;

        public long Held { get; set; }

        public long After { get; set; }

        public string? Failure { get; set; }

        public Sample ToSample(string @case, TimeSpan sinceTheyLeft) => new(Title, @case, peer.Name, 0, new Dictionary<string, double>
        {
            ["connections"] = crowd.Held,
            ["freshKibibytes"] = fresh / Kibi,
            ["heldKibibytes"] = Held / Kibi,
            ["afterKibibytes"] = After / Kibi,
            ["kibibytes"] = (Held - fresh) / Kibi / crowd.Held,
            ["givenBack"] = (double)(Held - After) / Math.Max(1, Held - fresh),
            ["secondsSinceTheyLeft"] = sinceTheyLeft.TotalSeconds,
        }, Failure);
    }
}

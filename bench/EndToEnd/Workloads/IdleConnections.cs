using System.Diagnostics;
using System.Globalization;

using Sluice.EndToEnd.Running;

namespace Sluice.EndToEnd.Workloads;

/// <summary>
/// What a peer's memory grows by for each connection that is logged in and quiet, and how much of that it gives back when they have
/// left. Every peer is a fresh process with a light backend of its own; the crowds of all peers stand at the same time.
/// </summary>
/// <param name="only">The only peer that is looked at; null for all.</param>
internal sealed class IdleConnections(string? only = null) : IWorkload
{
    public const string Title = "idle connections";

    /// <summary>Connections that a backend or peer may need beside the crowd's.</summary>
    private const int Spare = 300;

    private static readonly TimeSpan _arrival = TimeSpan.FromSeconds(5);

    public string Name => "idle";

    public static string CaseOf(int count, bool withChannel) => count.ToString("N0", CultureInfo.InvariantCulture) + Ending(withChannel);

    public static string Ending(bool withChannel) => withChannel ? ", one idle command each" : ", no channel";

    public async Task RunAsync(Bench bench)
    {
        var crowds = new List<Watched>();
        foreach (var withChannel in (bool[])[false, true])
        {
            foreach (var count in bench.Options.Crowds)
            {
                foreach (var name in bench.Options.Peers.Where(name => name != PeerProcess.Direct && (only is null || name == only)))
                {
                    if (SizeFor(bench, PeerFile.All[name], count) is > 0 and var own) crowds.Add(new Watched(name, own, CaseOf(count, withChannel), withChannel));
                }
            }
        }
        var rest = TimeSpan.FromSeconds(bench.Options.RestSeconds);
        Bench.Say($"idle connections: {crowds.Count} fresh processes, {rest.TotalSeconds} s of rest before and after {crowds.Sum(one => one.Count)} connections come");
        await EachAsync(bench, crowds, one => one.StartAsync(bench));
        await Task.Delay(rest);
        await EachAsync(bench, crowds, one => one.ConnectAsync(bench));
        await Task.Delay(_arrival);
        await EachAsync(bench, crowds, one => one.SeeArrived());
        await Task.Delay(rest);
        await EachAsync(bench, crowds, one => one.SeeHeld());
        await EachAsync(bench, crowds, one => one.LeaveAsync());
        var left = Stopwatch.GetTimestamp();
        // Nothing else of the run touches these processes, so that they can be looked at later.
        bench.AtTheEnd(async () =>
        {
            if (TimeSpan.FromSeconds(bench.Options.GiveBackSeconds) - Stopwatch.GetElapsedTime(left) is { Ticks: > 0 } wait) await Task.Delay(wait);
            await EachAsync(bench, crowds, one =>
            {
                bench.Samples.Add(one.ToSample(Stopwatch.GetElapsedTime(left)));
                return Task.CompletedTask;
            });
            foreach (var one in crowds) await one.DisposeAsync();
        });
    }

    /// <summary>Does something with each; one that fails is left out from then on.</summary>
    private static async Task EachAsync(Bench bench, List<Watched> crowds, Func<Watched, Task> act)
    {
        foreach (var one in crowds.ToList())
        {
            try
            {
                await act(one);
            }
            catch (Exception failure) when (Bench.IsExpected(failure))
            {
                crowds.Remove(one);
                bench.Fail(Title, one.Case, one.Name, 0, failure);
                await one.DisposeAsync();
            }
        }
    }

    /// <summary>How many a peer can hold; 0 for none of this size.</summary>
    private static int SizeFor(Bench bench, PeerFile peer, int count)
    {
        var most = Descriptors.Most;
        var least = bench.Options.Crowds[0];
        if (peer.Crowd < count && count > least) return 0;
        var own = Math.Min(count, peer.Crowd);
        if (own < count) bench.Notes.Add($"{peer.Name} holds {own:N0} idle connections where others hold {count:N0}: they are processes of their own, or slow to come.");
        var needed = (int)(own * Math.Max(1, peer.Descriptors)) + Spare;
        if (needed <= most) return own;
        bench.Notes.Add($"{peer.Name} could not be asked for {own:N0} idle connections: they take {needed:N0} file descriptors and a process may open {most:N0} here (`ulimit -Hn`).");
        return 0;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

using Sluice.Soak.Endings;
using Sluice.Soak.Peers;
using Sluice.Testing.Measuring;

namespace Sluice.Soak.Scenarios;

/// <summary>One of two backends of the tool's own is killed: what the change to the other one takes, without the price of git, ssh and sshd.</summary>
internal static class LightFailover
{
    private static readonly string[] _names = ["first", "second"];
    private static readonly double[] _shares = [0.5, 0.9, 1];

    /// <summary>Runs it and writes down what came of it.</summary>
    /// <param name="findings">Takes it.</param>
    /// <param name="sessions">Sessions that run when the backend dies.</param>
    /// <param name="requests">Requests right after it, and as many before it.</param>
    /// <param name="atOnce">Requests at a time.</param>
    public static async Task RunAsync(Findings findings, int sessions, int requests, int atOnce)
    {
        await using var site = await LightSite.StartAsync((site, configuration) =>
        {
            foreach (var name in _names) site.Add(name, new LightBackend(isCuttable: true));
            var members = new JsonArray([.. _names.Select(name => new JsonObject { ["Backend"] = name })]);
            configuration.Section["BackendGroups"] = new JsonObject { ["both"] = new JsonObject { ["Members"] = members } };
            configuration.AddRoute("both/**", "both");
        });
        var running = new List<Play>();
        for (var i = 0; i < sessions; i++) running.Add(await Play.StartAsync(site, "both/take/1"));
        await Task.WhenAll(running.Select(play => play.Channel.Answered)).WaitAsync(TimeSpan.FromSeconds(30));
        var before = await AskAsync(site, requests, atOnce);
        var victims = (int)(await site.Proxy.MetricsAsync())["sluice_backend_sessions", "backend=\"second\""];

        await site.Backends["second"].KillAsync();
        var after = await AskAsync(site, requests, atOnce);

        var broken = running.Where(play => play.Channel.Ended.IsCompleted).ToList();
        var told = broken.Count(play => play.Channel.ExitStatus == 128 && play.Channel.Error.Split('\n').Count(line => line.StartsWith("sluice:", StringComparison.Ordinal)) == 1);
        foreach (var play in running) play.Dispose();
        findings.Say($"With backends of the tool's own, {sessions} sessions and {requests} requests, {atOnce} at a time; a request is a new connection to the proxy, its login, a command and its answer.");
        findings.Table(["requests", "succeeded", "median ms", "90 % ms", "longest ms"], [Row("before", before), Row("after", after)]);
        var succeeded = after.Count(request => request.Fault is null);
        var longest = after.Max(request => request.Milliseconds);
        findings.Judge("light backends: requests after the kill succeed", $"{requests}", $"{succeeded}", succeeded == requests);
        findings.Judge("light backends: each within a second", $"≤ 1000 ms", $"{longest:0} ms", longest <= 1000);
        findings.Judge("light backends: sessions on the killed one end with one line of ours", $"{victims}", $"{told} of {broken.Count}", victims > 0 && broken.Count == victims && told == victims);
    }

    private static async Task<(double Milliseconds, string? Fault)[]> AskAsync(LightSite site, int requests, int atOnce)
    {
        var results = new (double Milliseconds, string? Fault)[requests];
        await Parallel.ForAsync(0, requests, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (i, _) =>
        {
            var started = Stopwatch.GetTimestamp();
            var fault = await Play.ToTheEndAsync(site, "both/send/1000", channel => channel is { ExitStatus: 0, Bytes: 1000 });
            results[i] = (Stopwatch.GetElapsedTime(started).TotalMilliseconds, fault);
        });
        return results;
    }

    private static string[] Row(string when, (double Milliseconds, string? Fault)[] requests) =>
    [
        when, $"{requests.Count(request => request.Fault is null)} of {requests.Length}",
        .. _shares.Select(share => Statistics.Quantile(requests.Select(request => request.Milliseconds), share).ToString("0", CultureInfo.InvariantCulture)),
    ];
}

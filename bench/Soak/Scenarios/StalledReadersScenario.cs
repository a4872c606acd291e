using System.Globalization;
using System.Text;

using Sluice.Soak.Peers;
using Sluice.Transport;

namespace Sluice.Soak.Scenarios;

/// <summary>A thousand readers that stop, with a small MemoryBudget and with the default one.</summary>
internal sealed class StalledReadersScenario : IScenario
{
    private const int Readers = 1000;
    private const int Newcomers = 50;
    private const int Pushes = 4;

    /// <summary>More than any cap, so that credit ends at the proxy and not at the client.</summary>
    private const uint ClientWindow = 64 << 20;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public string Name => "stalled-readers";

    /// <inheritdoc/>
    public string Question => $"What do {Readers} readers cost that stop reading, while the backend sends all it may?";

    /// <inheritdoc/>
    public async Task RunAsync(Findings findings)
    {
        findings.Say($"""
            {Readers} channels, on so many connections as the table says, ask for an endless stream, grant {ClientWindow >> 20} MiB for each, and stop reading from their sockets.
            {Pushes} uploads run all the while; {Newcomers} more requests come when all have stopped. The baseline is the process at rest after it has served as
            many clients with as many channels that do read; what it was before that stands beside it. In the end {Readers} such requests are made once more.
            """);
        var rows = new List<string[]>();
        await RunAsync(findings, rows, "128M", connections: 100);
        await RunAsync(findings, rows, "128M", connections: 1000);
        await RunAsync(findings, rows, null, connections: 100);
        findings.Table(
            ["MemoryBudget, connections", "cold MiB", "baseline MiB", "most MiB", "growth MiB", "reserved MiB", "buffers MiB", "30 s after MiB", "after further requests MiB", "buffers after"], rows);
    }

    private static async Task RunAsync(Findings findings, List<string[]> rows, string? budget, int connections)
    {
        await using var site = await LightSite.StartAsync((site, configuration) =>
        {
            if (budget is not null) configuration.Section["MemoryBudget"] = budget;
            var main = site.Add("main", new LightBackend(maxSessions: 50));
            (main["MaxConnections"], main["MaxSessionsPerConnection"]) = ("40", "50");
        });
        var name = $"{budget ?? "default"}, {connections}";
        var each = Readers / connections;
        var total = budget is null ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 : 128L << 20;
        for (var i = 0; i < Newcomers; i++) await AskAsync(site);
        var cold = site.Resident;
        await ReadAsync(site, connections);
        var baseline = site.Resident;

        using var uploads = new CancellationTokenSource();
        var pushes = Enumerable.Range(0, Pushes).Select(_ => PushAsync(site, uploads.Token)).ToList();
        var readers = new (SshConnection Connection, List<ClientChannel> Channels)[connections];
        await Parallel.ForAsync(0, connections, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => readers[i] = await StallAsync(site, each));
        var stalled = readers.SelectMany(reader => reader.Channels).ToList();
        var most = await WatchAsync(site, TimeSpan.FromSeconds(10));
        var newcomers = await Task.WhenAll(Enumerable.Range(0, Newcomers).Select(_ => AskAsync(site)));
        most = Math.Max(most, await WatchAsync(site, TimeSpan.FromSeconds(5)));
        var page = await site.Proxy.MetricsAsync();
        var (reserved, buffers) = (page["sluice_memory_reserved_bytes"], page["sluice_buffer_bytes"]);
        var running = (int)page["sluice_active_requests"];

        await uploads.CancelAsync();
        var pushed = await Task.WhenAll(pushes);
        foreach (var (reader, _) in readers) site.Relay.FindByClient(reader.LocalEndPoint.Port)?.Reset();
        var left = await LeftAsync(site);
        await WatchAsync(site, TimeSpan.FromSeconds(30));
        var after = site.Resident;
        await ReadAsync(site, connections);
        rows.Add([name, .. new double[] { cold, baseline, most, most - baseline, reserved, buffers, after, site.Resident }.Select(Findings.Mebibytes), left]);

        var answered = newcomers.Count(answer => answer.ExitStatus == 0);
        var told = newcomers.Count(answer => answer.ExitStatus == 128 && answer.Error.Contains("memory", StringComparison.Ordinal));
        var stopped = stalled.Count(reader => reader.Bytes > 0);
        findings.Judge($"{name}: readers that had data and stopped", $"most of {stalled.Count}", $"{stopped}; {running} requests under way", stopped > stalled.Count / 2);
        findings.Judge($"{name}: resident memory grows", $"≤ {total >> 20} MiB", $"{Findings.Mebibytes(most - baseline)} MiB", most - baseline <= total);
        findings.Judge($"{name}: further requests are answered, or told of memory", $"{Newcomers}", $"{answered} answered, {told} told", answered + told == Newcomers);
        findings.Judge($"{name}: uploads that run are not ended", $"{Pushes}", $"{pushed.Count(ok => ok)}", pushed.All(ok => ok));
        findings.Judge($"{name}: buffers and reservations after all have left", $"none", $"{left}", left == "none");
    }

    /// <summary>A client opens its channels, asks for endless streams, has the first bytes, and stops.</summary>
    private static async Task<(SshConnection Connection, List<ClientChannel> Channels)> StallAsync(LightSite site, int each)
    {
        var connection = await site.User.ConnectAsync(site.Proxy.Endpoint, site.Relay);
        var channels = new List<ClientChannel>();
        for (var i = 0; i < each; i++)
        {
            var channel = new ClientChannel(reads: false);
            var ssh = connection.OpenSession(channel, ClientWindow, 32 * 1024);
            await channel.Opened.WaitAsync(_patience);
            ssh.SendExec("git-upload-pack '/main/endless/0'"u8, wantsReply: true);
            channels.Add(channel);
        }
        await Task.WhenAny(Task.WhenAll(channels.Select(channel => channel.Heard)), Task.Delay(TimeSpan.FromMilliseconds(200 * each)));
        site.Relay.FindByClient(connection.LocalEndPoint.Port)!.Hold();
        return (connection, channels);
    }

    /// <summary>As many clients with as many channels as there will be stalled ones, all at once, that read what they asked for.</summary>
    private static async Task ReadAsync(LightSite site, int connections)
    {
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            var connection = await site.User.ConnectAsync(site.Proxy.Endpoint, site.Relay);
            var channels = Enumerable.Range(0, Readers / connections).Select(_ => new ClientChannel()).ToList();
            foreach (var channel in channels)
            {
                var ssh = connection.OpenSession(channel, 1 << 20, 32 * 1024);
                await channel.Opened.WaitAsync(_patience);
                ssh.SendExec("git-upload-pack '/main/send/100000'"u8, wantsReply: true);
            }
            await Task.WhenAll(channels.Select(channel => channel.Ended)).WaitAsync(_patience);
            connection.Close(EndReason.PeerClosed, "goodbye");
        }));
        await Task.Delay(2000);
    }

    private static async Task<ClientChannel> AskAsync(LightSite site)
    {
        var connection = await site.User.ConnectAsync(site.Proxy.Endpoint);
        try
        {
            var channel = new ClientChannel();
            var ssh = connection.OpenSession(channel, 1 << 20, 32 * 1024);
            await channel.Opened.WaitAsync(_patience);
            ssh.SendExec("git-upload-pack '/main/send/100000'"u8, wantsReply: true);
            await channel.Ended.WaitAsync(_patience);
            return channel;
        }
        finally
        {
            connection.Close(EndReason.PeerClosed, "goodbye");
        }
    }

    /// <summary>Uploads slowly until it is told to end; true if the backend had all of it.</summary>
    private static async Task<bool> PushAsync(LightSite site, CancellationToken stop)
    {
        const int Piece = 64 * 1024;
        // The backend knows the right number of bytes from the path, so it has to be fixed before.
        const int Pieces = 1000;
        var connection = await site.User.ConnectAsync(site.Proxy.Endpoint);
        try
        {
            var channel = new ClientChannel();
            var ssh = connection.OpenSession(channel, 1 << 20, 32 * 1024);
            await channel.Opened.WaitAsync(_patience, CancellationToken.None);
            ssh.SendExec(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"git-receive-pack '/main/take/{Pieces * Piece}'")), wantsReply: true);
            for (var piece = 0; piece < Pieces && !channel.Ended.IsCompleted; piece++)
            {
                for (var sent = 0; sent < Piece && !channel.Ended.IsCompleted;)
                {
                    sent += ssh.Send(new byte[Piece - sent]);
                    if (sent < Piece) await Task.Delay(5, CancellationToken.None);
                }
                if (!stop.IsCancellationRequested) await Task.Delay(100, CancellationToken.None);
            }
            ssh.SendEof();
            await channel.Ended.WaitAsync(_patience, CancellationToken.None);
            return channel.ExitStatus == 0;
        }
        finally
        {
            connection.Close(EndReason.PeerClosed, "goodbye");
        }
    }

    /// <summary>The most memory that is seen over a time.</summary>
    private static async Task<long> WatchAsync(LightSite site, TimeSpan time)
    {
        var most = 0L;
        for (var waited = TimeSpan.Zero; waited < time; waited += TimeSpan.FromMilliseconds(250))
        {
            most = Math.Max(most, site.Resident);
            await Task.Delay(250);
        }
        return most;
    }

    /// <summary>What the proxy holds of its buffers and its budget 15 seconds after all have left at the latest.</summary>
    private static async Task<string> LeftAsync(LightSite site)
    {
        var left = "";
        for (var attempt = 0; attempt < 60 && left != "none"; attempt++)
        {
            await Task.Delay(250);
            var page = await site.Proxy.MetricsAsync();
            var (buffers, reserved) = (page["sluice_buffer_bytes"], page["sluice_memory_reserved_bytes"]);
            left = buffers == 0 && reserved == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{buffers:N0} bytes of buffers, {reserved:N0} reserved");
        }
        return left;
    }
}

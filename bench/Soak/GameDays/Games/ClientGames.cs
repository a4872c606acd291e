using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

using Sluice.Testing;

namespace Sluice.Soak.GameDays.Games;

/// <summary>What clients can do to others.</summary>
internal static class ClientGames
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    /// <summary>The games.</summary>
    public static IReadOnlyList<Game> All { get; } =
    [
        new("half-open-clients", "clients that vanish without a word are found out by ClientAliveInterval × ClientAliveCountMax (20 s) and all they held comes back; nobody else notices", HalfOpenAsync),
        new("slow-readers", "clones that stop in mid-pack delay nobody, cost a bounded amount of memory, and have every byte when they go on", SlowReadersAsync),
        new("slow-senders", "pushes at a trickle delay nobody, and every acknowledged byte is in the repository", SlowSendersAsync),
        new("connection-storm", "hundreds of connections that say nothing keep no user out for longer than the storm", StormAsync),
    ];

    private static async Task<GameResult> HalfOpenAsync(GameStage stage)
    {
        var judge = new GameJudge();
        var paused = await stage.PauseAsync(4);
        var stopped = ProcessTable.Within(stage.Alice.Home).Where(process => process.CommandLine.Contains("ssh_config", StringComparison.Ordinal) && !process.CommandLine.Contains("bash", StringComparison.Ordinal)).ToList();
        try
        {
            foreach (var process in stopped) PosixSignal.Send(process.Id, PosixSignal.Stop);
            var began = Stopwatch.GetTimestamp();
            var traffic = await Traffic.StartAsync(stage);
            var limit = TimeSpan.FromSeconds(35);
            while ((await stage.Site.Proxy.MetricsAsync())["sluice_backend_sessions"] > 4 && Stopwatch.GetElapsedTime(began) < limit) await Task.Delay(200);
            judge.AllGood("clones and pushes meanwhile", await traffic.EndAsync());
            while ((await stage.Site.Proxy.MetricsAsync())["sluice_active_connections"] > 0 && Stopwatch.GetElapsedTime(began) < limit) await Task.Delay(200);
            var found = Stopwatch.GetElapsedTime(began);
            var page = await stage.Site.Proxy.MetricsAsync();
            judge.See($"{stopped.Count} ssh clients were stopped in mid-pack, and all were gone {found.TotalSeconds:0} s later");
            judge.Must(stopped.Count >= 4, $"only {stopped.Count} ssh clients were found to stop");
            judge.Must(page["sluice_active_connections"] == 0, $"{page["sluice_active_connections"]} of them were still held after {limit.TotalSeconds:0} s");
            judge.Must(page["sluice_buffers"] == 0, $"{page["sluice_buffers"]} buffers were still out");
            return judge.Result(found);
        }
        finally
        {
            foreach (var process in stopped) PosixSignal.Send(process.Id, PosixSignal.Kill);
            foreach (var (clone, _) in paused) clone.GoOn();
            await Task.WhenAll(paused.Select(entry => entry.Transfer));
        }
    }

    private static async Task<GameResult> SlowReadersAsync(GameStage stage)
    {
        var judge = new GameJudge();
        var paused = await stage.PauseAsync(8);
        var traffic = await Traffic.StartAsync(stage);
        var most = 0.0;
        for (var i = 0; i < 16; i++)
        {
            var page = await stage.Site.Proxy.MetricsAsync();
            most = Math.Max(most, page["sluice_buffer_bytes"]);
            await Task.Delay(500);
        }
        judge.AllGood("clones and pushes meanwhile", await traffic.EndAsync());
        judge.AllGood("clones that stood still for 8 s", await GameStage.GoOnAsync(paused));
        // Each direction of each request may have ChannelWindow on its way, and blocks are not full.
        var bound = (paused.Count + 5) * 2 * 1.5 * (1 << 20);
        judge.See($"most bytes of buffers: {most / (1 << 20):0.0} MiB");
        judge.Must(most <= bound, $"{most / (1 << 20):0} MiB of buffers were out, more than {bound / (1 << 20):0}");
        return judge.Result();
    }

    private static async Task<GameResult> SlowSendersAsync(GameStage stage)
    {
        const int Bytes = 1 << 20;
        var judge = new GameJudge();
        var client = stage.Trickling();
        var senders = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Pusher.CreateAsync(stage, client)));
        var traffic = await Traffic.StartAsync(stage);
        judge.AllGood("trickling pushes", await Task.WhenAll(senders.Select(sender => sender.PushAsync(Bytes))));
        judge.AllGood("clones and pushes meanwhile", await traffic.EndAsync());
        foreach (var sender in senders) await sender.EndAsync();
        return judge.Result();
    }

    private static async Task<GameResult> StormAsync(GameStage stage)
    {
        const int Silent = 300;
        var judge = new GameJudge();
        var paused = await stage.PauseAsync(2);
        var sockets = new List<Socket>();
        try
        {
            var port = stage.Site.Proxy.Endpoint.Port;
            for (var i = 0; i < Silent; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                sockets.Add(socket);
                await socket.ConnectAsync(IPAddress.Loopback, port).WaitAsync(_patience);
                // Every other one speaks, and leaves its key exchange lying.
                if (i % 2 == 0) await socket.SendAsync("SSH-2.0-Storm\r\n"u8.ToArray());
            }
            var asked = new List<Transfer>();
            for (var i = 0; i < 5; i++) asked.Add(await stage.AskAsync());
            judge.Count("questions in the storm", asked);
            judge.AllGood("clones begun before", await GameStage.GoOnAsync(paused));
        }
        finally
        {
            foreach (var socket in sockets) socket.Close(0);
        }
        judge.See($"{Silent} silent connections at once");
        return judge.Recovered(await stage.RecoverAsync(), TimeSpan.FromSeconds(10));
    }
}

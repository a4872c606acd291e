using Sluice.Soak.Peers;
using Sluice.Testing;

namespace Sluice.Soak.Endings;

/// <summary>Every way in which a session may end, and the backends that they need.</summary>
internal static class AllEndings
{
    private const long Rekey = 64 * 1024;
    private const int Bytes = 100_000;

    /// <summary>The endings.</summary>
    public static IReadOnlyList<Ending> List { get; } =
    [
        new("good", 10, site => Play.ToTheEndAsync(site, $"main/send/{Bytes}", channel => channel is { ExitStatus: 0, Bytes: Bytes, Error: "" })),
        new("the command fails", 3, site => Play.ToTheEndAsync(site, "main/status/3", channel => channel is { ExitStatus: 3, Error: "" })),
        new("the command is killed", 3, site => Play.ToTheEndAsync(site, "main/signal/0", channel => channel is { ExitSignal: "KILL", ExitStatus: null })),
        new("client's RST in mid-data", 5, site => Play.LeaveAsync(site, "main/endless/0", play => play.Reset(), inMidData: true)),
        new("client's FIN in mid-data", 5, site => Play.LeaveAsync(site, "main/endless/0", play => play.Finish(), inMidData: true)),
        new("client's CLOSE in mid-data", 5, site => Play.LeaveAsync(site, "main/endless/0", play => play.CloseChannel(), inMidData: true)),
        new("client's DISCONNECT in mid-data", 5, site => Play.LeaveAsync(site, "main/endless/0", play => play.Disconnect(), inMidData: true)),
        new("client's RST while the backend thinks", 3, site => Play.LeaveAsync(site, "main/silent/0", play => play.Reset(), inMidData: false)),
        new("client's FIN while the backend thinks", 3, site => Play.LeaveAsync(site, "main/silent/0", play => play.Finish(), inMidData: false)),
        new("client's CLOSE while the backend thinks", 3, site => Play.LeaveAsync(site, "main/silent/0", play => play.CloseChannel(), inMidData: false)),
        new("client's RST in line for a place", 3, site => Play.LeaveAsync(site, "narrow/late/100", play => play.Reset(), inMidData: false)),
        new("client's CLOSE in line for a place", 3, site => Play.LeaveAsync(site, "narrow/late/100", play => play.CloseChannel(), inMidData: false)),
        new("in line for a place", 3, site => Play.ToTheEndAsync(site, "narrow/late/100", channel => channel.ExitStatus == 0 || IsToldOnce(channel, "busy"))),
        new("the backend refuses the command", 3, site => Play.ToTheEndAsync(site, "main/refuse/0", channel => IsToldOnce(channel, "refused to run the command"))),
        new("the backend closes without exit status", 3, site => Play.ToTheEndAsync(site, $"main/bare/{Bytes}", channel => IsToldOnce(channel, "without an exit status"))),
        new("the backend does not answer", 1, site => Play.ToTheEndAsync(site, "hasty/silent/0", channel => IsToldOnce(channel, "does not answer"))),
        new("the backend refuses every channel", 1, site => Play.ToTheEndAsync(site, "full/send/1", channel => IsToldOnce(channel, "accepts no more sessions"))),
        new("the backend takes fewer sessions than are configured", 4, site => Play.ToTheEndAsync(site, $"few/send/{Bytes}", channel => channel is { ExitStatus: 0, Bytes: Bytes })),
        new("nobody listens at the backend's address", 3, site => Play.ToTheEndAsync(site, "dead/send/1", channel => IsToldOnce(channel, "cannot be reached"))),
        new("the backend's connection is reset in mid-data", 2, site => Play.ToTheEndAsync(site, $"cut/cut/{Bytes}", IsLost)),
        new("beside it on the same connection", 4, site => Play.ToTheEndAsync(site, $"cut/send/{4 * Bytes}", channel => channel is { ExitStatus: 0, Bytes: 4 * Bytes } || IsLost(channel))),
        new("the backend ends its connection in mid-data", 2, site => Play.ToTheEndAsync(site, $"leaving/cut/{Bytes}", IsLost)),
        new("the backend ends its connection behind EOF", 2, LostBehindEofAsync),
        new("the backend is done before the client", 3, site => HalfClosedAsync(site, "main/quiet/0", waits: true, 0)),
        new("the client is done before the backend", 3, site => HalfClosedAsync(site, $"main/take/{Bytes}", waits: false, Bytes)),
        new("new keys in mid-data", 3, site => Play.ToTheEndAsync(site, $"rekey/send/{5 * Bytes}", channel => channel is { ExitStatus: 0, Bytes: 5 * Bytes }, Rekey)),
        new("client's RST amid new keys", 3, site => Play.LeaveAsync(site, "rekey/endless/0", play => play.Reset(), inMidData: true, Rekey)),
        new("client's CLOSE amid new keys", 3, site => Play.LeaveAsync(site, "rekey/endless/0", play => play.CloseChannel(), inMidData: true, Rekey)),
        new("a command of more than 4096 bytes", 2, site => Play.ToTheEndAsync(site, $"main/{new string('x', 5000)}/1", channel => IsToldOnce(channel, "longer than"))),
        new("refused by a route", 3, site => Play.ToTheEndAsync(site, "archive/send/1", channel => IsToldOnce(channel, "closed"))),
        new("no route", 2, site => Play.ToTheEndAsync(site, "nowhere/send/1", channel => IsToldOnce(channel, ""))),
    ];

    /// <summary>Adds the backends that they need.</summary>
    public static void Prepare(LightSite site, SluiceConfiguration configuration)
    {
        site.Add("main", new LightBackend());
        var narrow = site.Add("narrow", new LightBackend());
        (narrow["MaxConnections"], narrow["MaxSessionsPerConnection"], narrow["QueueLength"], narrow["QueueTimeout"]) = ("1", "2", "4", "1s");
        site.Add("hasty", new LightBackend())["ConnectTimeout"] = "1s";
        site.Add("full", new LightBackend(maxSessions: 0));
        site.Add("few", new LightBackend(maxSessions: 3));
        site.Add("cut", new LightBackend(isCuttable: true));
        site.Add("leaving", new LightBackend());
        site.Add("rekey", new LightBackend())["RekeyLimit"] = "64K";
        using var stranger = new SoakUser();
        site.Add("dead", new SshEndpoint("127.0.0.1", FreePort.Next(), "git", [stranger.PublicKeyLine]));
        configuration.AddRoute("archive/**", backend: null, refuse: "The archive is closed.");
    }

    /// <summary>Our own exit status, and one line of ours with a reason.</summary>
    private static bool IsToldOnce(ClientChannel channel, string reason) =>
        channel.ExitStatus == 128 && channel.Error.Contains(reason, StringComparison.Ordinal) && LinesOfSluice(channel) == 1;

    /// <summary>The connection broke, under this session or while it was being made. While it waits, it may read that it waits.</summary>
    private static bool IsLost(ClientChannel channel) => channel.ExitStatus == 128 && LinesOfSluice(channel) is 1 or 2;

    private static int LinesOfSluice(ClientChannel channel) =>
        channel.Error.Split('\n').Count(line => line.StartsWith("sluice:", StringComparison.Ordinal));

    private static async Task<string?> HalfClosedAsync(LightSite site, string path, bool waits, int bytes)
    {
        using var play = await Play.StartAsync(site, path);
        if (waits) await play.Channel.Eof.WaitAsync(TimeSpan.FromSeconds(60));
        if (bytes > 0) await SendAsync(play, new byte[bytes]);
        play.Ssh.SendEof();
        return await play.EndAsync(channel => channel.ExitStatus == 0);
    }

    /// <summary>The backend says EOF, and its connection breaks then: there is nothing left to be said but the exit status (RFC 4254 section 5.3).</summary>
    private static async Task<string?> LostBehindEofAsync(LightSite site)
    {
        using var play = await Play.StartAsync(site, "leaving/quiet/0");
        await play.Channel.Eof.WaitAsync(TimeSpan.FromSeconds(60));
        // Beside it, another session has the backend end that connection; if it was on another one, this ends as the client wishes.
        await Play.ToTheEndAsync(site, "leaving/cut/1", _ => true);
        if (!play.Channel.Ended.IsCompleted) play.Ssh.SendEof();
        return await play.EndAsync(channel => channel.ExitStatus is 0 or 128);
    }

    private static async Task SendAsync(Play play, byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length && !play.Channel.Ended.IsCompleted;)
        {
            sent += play.Ssh.Send(bytes.AsSpan(sent));
            if (sent < bytes.Length) await Task.Delay(1);
        }
    }
}

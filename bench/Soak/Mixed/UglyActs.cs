using System.Net;
using System.Net.Sockets;

using Sluice.Soak.Peers;
using Sluice.Testing;

namespace Sluice.Soak.Mixed;

/// <summary>What becomes of clients.</summary>
internal static class UglyActs
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    /// <summary>The acts.</summary>
    public static IReadOnlyList<MixedAct> All { get; } =
    [
        new("kill -9 of the client in mid-pack", 3, site => InMidPackAsync(site, KillAsync)),
        new("the client's connection is reset in mid-pack", 3, site => InMidPackAsync(site, (_, link) => Cut(link.Reset))),
        new("the client's connection is finished in mid-pack", 3, site => InMidPackAsync(site, (_, link) => Cut(link.Finish))),
        new("the client stalls in mid-pack, and is gone", 2, site => InMidPackAsync(site, StallAsync)),
        new("a repository that is not there", 3, async site => Ends(await site.Alice.GitAsync("ls-remote", site.Site.UrlOf("team/nowhere.git")), 128, "")),
        new("refused by a route", 3, async site => Ends(await site.Alice.GitAsync("ls-remote", site.Site.UrlOf("archive/old.git")), 128, "The archive is closed")),
        new("a key that nobody knows", 3, async site => Ends(await site.Stranger.GitAsync("ls-remote", site.Site.UrlOf("team/small.git")), 128, "Permission denied")),
        new("a command that fails", 2, async site => Ends(await site.Alice.SshAsync("git-upload-pack '/team/small.git' --nonsense"), null, "")),
        new("reset amid the key exchange", 4, site => KnockAsync(site, "SSH-2.0-Gone\r\n\0\0\u0001", reset: true)),
        new("closed amid the key exchange", 4, site => KnockAsync(site, "SSH-2.0-Gone\r\n", reset: false)),
        new("a knock", 4, site => KnockAsync(site, "", reset: false)),
        new("something that is no SSH", 2, site => KnockAsync(site, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", reset: false)),
    ];

    private static async Task<string?> InMidPackAsync(MixedSite site, Func<PausedClone, TcpRelayLink, Task> leave)
    {
        await using var relay = new TcpRelay(site.Site.Proxy.Endpoint.Port);
        var client = site.NewRelayed(relay);
        var clone = PausedClone.Of(client, site.Site.Files);
        var copy = site.NextPath();
        var url = client.Endpoint.UrlOf("/team/large.git");
        var running = clone.Client.GitAsync("clone", "--quiet", url, copy);
        var reached = clone.ReachedAsync(_patience);
        if (await Task.WhenAny(reached, running) == running) return (await running).Describe();
        await reached;
        await Task.Delay(Random.Shared.Next(200));
        await leave(clone, relay.Links.Single());
        clone.TryGoOn();
        var result = await running;
        if (Directory.Exists(copy)) Directory.Delete(copy, recursive: true);
        if (Directory.Exists(client.Home)) Directory.Delete(client.Home, recursive: true);
        return result.ExitCode == 128 ? null : result.Describe();
    }

    private static Task KillAsync(PausedClone clone, TcpRelayLink link)
    {
        foreach (var process in ProcessesOf(clone)) PosixSignal.Send(process.Id, PosixSignal.Kill);
        return Task.CompletedTask;
    }

    private static async Task StallAsync(PausedClone clone, TcpRelayLink link)
    {
        var stopped = ProcessesOf(clone);
        foreach (var process in stopped) PosixSignal.Send(process.Id, PosixSignal.Stop);
        await Task.Delay(TimeSpan.FromSeconds(2));
        foreach (var process in stopped) PosixSignal.Send(process.Id, PosixSignal.Kill);
    }

    private static Task Cut(Action cut)
    {
        cut();
        return Task.CompletedTask;
    }

    /// <summary>The clone's ssh, and not the shell around it, which must go on to end.</summary>
    private static List<ProcessEntry> ProcessesOf(PausedClone clone) =>
        [.. ProcessTable.Within(clone.Client.Home).Where(process => process.CommandLine.Contains("/ssh ", StringComparison.Ordinal) && !process.CommandLine.Contains("bash ", StringComparison.Ordinal))];

    private static async Task<string?> KnockAsync(MixedSite site, string words, bool reset)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, site.Site.Proxy.Endpoint.Port);
        await socket.SendAsync(System.Text.Encoding.Latin1.GetBytes(words));
        await Task.Delay(Random.Shared.Next(100));
        if (reset) socket.Close(0);
        else socket.Close();
        return null;
    }

    private static string? Ends(ProgramResult result, int? exitCode, string words)
    {
        var isRight = exitCode is { } code ? result.ExitCode == code : result.ExitCode != 0;
        return isRight && result.Error.Contains(words, StringComparison.Ordinal) ? null : result.Describe();
    }
}

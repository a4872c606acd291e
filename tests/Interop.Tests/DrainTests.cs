using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>The way out: nobody new, everybody who is in is served, and the end tells whether that succeeded.</summary>
public sealed class DrainTests
{
    private const string Repository = "team/drained.git";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_drain_is_seen_and_taken_back_and_nobody_is_hurt()
    {
        await using var site = await StartAsync("1m", metrics: true);
        var paused = PausedClone.Of(site.Alice, site.Files);
        var cloning = paused.Client.GitAsync("clone", "--quiet", "--bare", site.UrlOf(Repository), site.Files.PathOf("running"));
        await paused.ReachedAsync();
        Assert.Equal(HttpStatusCode.OK, await ReadinessAsync(site));
        Assert.Contains("is not draining", (await SluiceCommand.RunAsync(site, "drain", "--abort")).MustExitWith(1).Error, StringComparison.Ordinal);

        (await SluiceCommand.RunAsync(site, "drain")).MustSucceed();

        var status = JsonNode.Parse((await SluiceCommand.RunAsync(site, "drain", "--status", "--json")).MustSucceed().Output)!;
        Assert.True((bool)status["isDraining"]!);
        Assert.Equal("Command", (string?)status["cause"]);
        var request = Assert.Single(status["requests"]!.AsArray())!;
        Assert.Equal(("alice", "main", "git-upload-pack"), ((string?)request["user"], (string?)request["backend"], (string?)request["service"]));
        Assert.True((long)request["bytesOut"]! > 0);
        Assert.True((double)request["rate"]! > 0);
        Assert.Contains(": 1 request runs, 0 clients are idle, 0 log in.", (await SluiceCommand.RunAsync(site, "drain", "--status")).MustSucceed().Output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await ReadinessAsync(site));
        Assert.Equal(SocketError.ConnectionRefused, await ConnectAsync(site));

        (await SluiceCommand.RunAsync(site, "drain", "--abort")).MustSucceed();

        Assert.Equal(HttpStatusCode.OK, await ReadinessAsync(site));
        (await site.Alice.GitAsync("ls-remote", site.UrlOf(Repository))).MustSucceed();
        paused.GoOn();
        (await cloning).MustSucceed();
        Assert.Equal(0, await site.Proxy.StopAsync());
    }

    /// <summary>Service managers repeat themselves, up to the last moment.</summary>
    [Fact]
    public async Task Signals_up_to_the_last_moment_leave_the_exit_code_as_it_is()
    {
        await using var site = await StartAsync("1m");
        (await site.Alice.GitAsync("ls-remote", site.UrlOf(Repository))).MustSucceed();

        var ending = site.Proxy.StopAsync();
        while (!ending.IsCompleted)
        {
            if (!site.Proxy.HasExited) PosixSignal.Send(site.Proxy.ProcessId, PosixSignal.Terminate);
            await Task.Delay(5);
        }

        Assert.Equal(0, await ending);
    }

    [Fact]
    public async Task A_drain_that_is_finished_ends_the_process()
    {
        await using var site = await StartAsync("1m");
        var paused = PausedClone.Of(site.Alice, site.Files);
        var cloning = paused.Client.GitAsync("clone", "--quiet", "--bare", site.UrlOf(Repository), site.Files.PathOf("running"));
        await paused.ReachedAsync();

        var draining = SluiceCommand.RunAsync(site, "drain", "--wait");
        await site.Proxy.LoggedAsync("Draining");
        paused.GoOn();

        (await cloning).MustSucceed();
        Assert.Contains("has ended", (await draining).MustSucceed().Output, StringComparison.Ordinal);
        Assert.Equal(0, await site.Proxy.ExitAsync());
        Assert.Equal(1, site.Proxy.Count("Drained"));
    }

    [Theory]
    [InlineData("1s", false)]
    [InlineData("10m", true)]
    public async Task What_the_end_cuts_is_told_by_the_exit_code(string timeout, bool isHurried)
    {
        await using var site = await StartAsync(timeout);
        var paused = PausedClone.Of(site.Alice, site.Files);
        var cloning = paused.Client.GitAsync("clone", "--quiet", "--bare", site.UrlOf(Repository), site.Files.PathOf("running"));
        await paused.ReachedAsync();

        PosixSignal.Send(site.Proxy.ProcessId, PosixSignal.Terminate);
        await site.Proxy.LoggedAsync("Draining");
        if (isHurried) PosixSignal.Send(site.Proxy.ProcessId, PosixSignal.Interrupt);

        Assert.Equal(3, await site.Proxy.ExitAsync());
        Assert.Equal(1, site.Proxy.Count("DrainCut"));
        paused.GoOn();
        (await cloning).MustExitWith(128);
        // Who did not read is in the log all the same.
        Assert.Equal("Drained", (await site.Proxy.AccessLineAsync(_ => true))["reason"]);
    }

    [Theory]
    [InlineData("1s", false)]
    [InlineData("10m", true)]
    public async Task Whose_request_is_cut_reads_why_and_which(string timeout, bool isHurried)
    {
        await using var site = await StartAsync(timeout);
        var paused = PausedClone.Of(site.Alice, site.Files);
        var cloning = paused.Client.GitAsync("clone", "--quiet", "--bare", site.UrlOf(Repository), site.Files.PathOf("running"));
        await paused.ReachedAsync();

        PosixSignal.Send(site.Proxy.ProcessId, PosixSignal.Terminate);
        await site.Proxy.LoggedAsync("Draining");
        if (isHurried) PosixSignal.Send(site.Proxy.ProcessId, PosixSignal.Interrupt);
        await site.Proxy.LoggedAsync("DrainCut");
        paused.GoOn();

        var said = (await cloning).MustExitWith(128).Error;
        Assert.Matches(@"sluice: the server is being restarted and could not wait for your request any longer: try again in a moment \(request [a-z]+-[a-z]+-1\)", said);
        Assert.Equal(3, await site.Proxy.ExitAsync());
    }

    [Fact]
    public async Task A_client_that_has_not_logged_in_when_it_begins_is_served()
    {
        await using var site = await StartAsync("1m");
        var (reached, word) = (site.Files.PathOf("reached"), site.Files.PathOf("word"));
        // It is connected, and says nothing before it is told to.
        var script = site.Files.Write("slow.sh",
            $"""
            exec 3<>/dev/tcp/127.0.0.1/{site.Proxy.Endpoint.Port}
            mkfifo {word}
            touch {reached}
            read -r < {word}
            cat <&3 &
            cat >&3
            """);
        var slow = site.Alice with { SshArguments = ["-o", $"'ProxyCommand={RequiredProgram.Find("bash")} {script}'"] };
        var asking = slow.GitAsync("ls-remote", site.UrlOf(Repository));
        await Eventually.HoldsAsync(() => File.Exists(reached), _patience, () => "the client did not connect.");

        PosixSignal.Send(site.Proxy.ProcessId, PosixSignal.Terminate);
        await site.Proxy.LoggedAsync("Draining");
        await File.WriteAllTextAsync(word, "go\n", TestContext.Current.CancellationToken);

        (await asking).MustSucceed();
        Assert.Equal(0, await site.Proxy.ExitAsync());
    }

    [Fact]
    public async Task Idle_clients_are_sent_away_first()
    {
        await using var site = await StartAsync("1m");
        await using var idle = await ControlMaster.StartAsync(site.Alice);
        var paused = PausedClone.Of(site.Alice, site.Files);
        var cloning = paused.Client.GitAsync("clone", "--quiet", "--bare", site.UrlOf(Repository), site.Files.PathOf("running"));
        await paused.ReachedAsync();

        PosixSignal.Send(site.Proxy.ProcessId, PosixSignal.Terminate);

        await site.Proxy.LoggedAsync("Draining");
        await Eventually.HoldsAsync(
            () => site.Proxy.Log.Contains("Sluice is being stopped", StringComparison.Ordinal), _patience, () => $"the idle client was kept. The log:\n{site.Proxy.Log}");
        Assert.False(site.Proxy.HasExited);
        paused.GoOn();
        (await cloning).MustSucceed();
        Assert.Equal(0, await site.Proxy.ExitAsync());
    }

    private static async Task<Installation> StartAsync(string drainTimeout, bool metrics = false)
    {
        var site = await Installation.StartAsync(adjust: installation =>
        {
            installation.Folder.Configuration.Section["DrainTimeout"] = drainTimeout;
            if (metrics) installation.Folder.Configuration.Section["MetricsListen"] = "127.0.0.1:0";
            return Task.CompletedTask;
        });
        await site.CreateGitAsync(Repository, GitContent.OfMebibytes(16));
        return site;
    }

    private static Task<HttpStatusCode> ReadinessAsync(Installation site) => site.Proxy.ReadinessAsync();

    private static async Task<SocketError> ConnectAsync(Installation site)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(site.Proxy.Endpoint.Host, site.Proxy.Endpoint.Port);
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }
}

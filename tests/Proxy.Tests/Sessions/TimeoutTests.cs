using Microsoft.Extensions.Time.Testing;

using Sluice.Proxy.Commands;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Relay;
using Sluice.Proxy.Sessions;
using Sluice.Testing;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Sessions;

/// <summary>Requests and connections on which nothing moves, and who is told to be guilty of it.</summary>
[Collection(nameof(Stage))]
public sealed class TimeoutTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_backend_that_says_nothing_is_named_to_the_user_and_in_the_access_line()
    {
        await using var stage = await SetAsync();
        var (client, backend) = await stage.RunAsync();
        await client.UntilAsync("success");

        Pass(minutes: 10, seconds: 2);

        Assert.Equal(["stderr", "eof", "exit-status 128", "close"], (await client.UntilAsync("close")).TakeLast(4));
        Assert.StartsWith("sluice: nothing came from backend main for 10m, so your request was ended (ChannelTimeout);", client.StandardError, StringComparison.Ordinal);
        await backend.UntilAsync("close");
        var access = await EndAsync(stage, client);
        Assert.Equal((Side.Backend, EndReason.ChannelTimeout, RequestOutcome.Error), (access["closedBy"], access["reason"], access["outcome"]));
        Assert.Equal("nothing came from backend main for 10m", access["detail"]);
        Assert.InRange((double)access["waitBackendSeconds"]!, 600, 602);
    }

    [Fact]
    public async Task A_client_whose_turn_it_is_and_that_says_nothing_is_to_blame()
    {
        await using var stage = await SetAsync();
        var (client, backend) = await stage.RunAsync();
        backend.Ssh!.Grant(100);
        await SayAsync(stage, backend, client, "refs0000");

        Pass(minutes: 10, seconds: 2);

        await client.UntilAsync("close");
        Assert.StartsWith("sluice: nothing came from you for 10m, so your request was ended (ChannelTimeout); try again", client.StandardError, StringComparison.Ordinal);
        var access = await EndAsync(stage, client);
        Assert.Equal((Side.Client, EndReason.ChannelTimeout, RequestOutcome.Aborted), (access["closedBy"], access["reason"], access["outcome"]));
        Assert.InRange((double)access["waitClientSeconds"]!, 600, 602);
    }

    [Fact]
    public async Task A_client_that_reads_nothing_is_to_blame_and_is_not_waited_for_once_it_was_told()
    {
        await using var stage = await SetAsync();
        var (client, backend) = await stage.RunAsync(window: 10);
        await SayAsync(stage, backend, client, "0123456789");

        Pass(minutes: 10, seconds: 2);
        Assert.True(stage.Access.IsEmpty);
        Pass(seconds: (int)Farewell.Patience.TotalSeconds + 1);

        var access = await stage.Access.NextAsync();
        Assert.Equal((Side.Client, EndReason.ChannelTimeout), (access["closedBy"], access["reason"]));
        Assert.Equal("what the client was sent has not been read for 10m", access["detail"]);
        await client.UntilAsync("close");
    }

    [Fact]
    public async Task A_backend_that_reads_nothing_is_to_blame_for_the_push_that_waits()
    {
        await using var stage = await SetAsync();
        var (client, backend) = await RunAsync(stage, "git-receive-pack '/team/app.git'");
        await SayAsync(stage, backend, client, "refs0000");

        Pass(minutes: 29);
        Assert.False(stage.Live.Running.Single().View().Phase == RequestPhase.Ending);
        Pass(minutes: 1, seconds: 2);

        await client.UntilAsync("close");
        Assert.StartsWith("sluice: backend main has read nothing for 30m", client.StandardError, StringComparison.Ordinal);
        Assert.Equal(Side.Backend, (await EndAsync(stage, client))["closedBy"]);
    }

    [Fact]
    public async Task Data_of_either_side_keeps_a_request_and_keepalives_do_not()
    {
        await using var stage = await SetAsync();
        var (client, backend) = await stage.RunAsync();
        backend.Ssh!.Grant(100);
        await SayAsync(stage, backend, client, "refs0000");
        Pass(minutes: 9);
        await SayAsync(stage, client, backend, "want0000");
        Pass(minutes: 9);
        await SayAsync(stage, backend, client, "pack");
        Pass(minutes: 5);

        client.Ssh!.SendRequest("keepalive@openssh.com"u8, wantsReply: true, []);
        await client.UntilAsync("failure");
        Pass(minutes: 5, seconds: 2);

        await client.UntilAsync("close");
        var access = await EndAsync(stage, client);
        Assert.Equal((Side.Backend, EndReason.ChannelTimeout), (access["closedBy"], access["reason"]));
    }

    [Fact]
    public async Task A_client_that_says_it_has_read_keeps_its_request()
    {
        await using var stage = await SetAsync();
        var (client, backend) = await stage.RunAsync(window: 10);
        await SayAsync(stage, backend, client, "0123456789");
        Pass(minutes: 9);

        client.Ssh!.Grant(10);
        await backend.UntilAsync("window");
        Pass(minutes: 9);

        Assert.Equal(RequestPhase.Running, stage.Live.Running.Single().Phase);
    }

    [Fact]
    public async Task The_times_of_a_request_are_split_where_turns_change_and_add_up()
    {
        await using var stage = await SetAsync();
        var (client, backend) = await stage.RunAsync();
        await client.UntilAsync("success");
        backend.Ssh!.Grant(100);

        Pass(milliseconds: 200);
        await SayAsync(backend, client, "refs0000");
        Pass(milliseconds: 300);
        await SayAsync(client, backend, "want0000");
        Pass(milliseconds: 150);
        await SayAsync(backend, client, "pack");
        Pass(milliseconds: 250);
        await SayAsync(backend, client, "pack0000");
        backend.Ssh.SendExitStatus(0);
        backend.Ssh.SendClose();
        await client.UntilAsync("close");
        await backend.UntilAsync("ended");
        Pass(milliseconds: 50);

        var access = await EndAsync(stage, client);
        Assert.Equal(0.6, (double)access["waitBackendSeconds"]!, 6);
        Assert.Equal(0.35, (double)access["waitClientSeconds"]!, 6);
        Assert.Equal(0d, access["waitProxySeconds"]);
        Assert.Equal(0d, access["waitNetworkSeconds"]);
        Assert.Equal(0.95, (double)access["durationSeconds"]!, 6);
    }

    [Fact]
    public async Task A_request_that_waits_for_a_place_waits_for_us()
    {
        await using var stage = await Stage.SetAsync(new StageOptions { Time = _time, Pool = new PoolModel { MinIdle = 0, MaxConnections = 1, MaxSessionsPerConnection = 1 } });
        await stage.RunAsync();
        var second = await stage.OpenSessionAsync();
        second.Ssh!.SendExec("git-upload-pack '/team/app.git'"u8, wantsReply: true);
        await Eventually.HoldsAsync(
            () => stage.Live.Running.Any(request => request.Phase == RequestPhase.Queued), TimeSpan.FromSeconds(20), () => "the request does not wait for a place");

        Pass(seconds: 3);

        var view = stage.Live.Running.Single(request => request.Phase == RequestPhase.Queued).View();
        Assert.Equal(Side.Proxy, view.Owes);
        Assert.Equal(TimeSpan.FromSeconds(3), view.Waits.Proxy);
        Assert.Equal(view.Age, view.Waits.Total);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_ends_whatever_moves_and_most_of_it_is_blamed()
    {
        await using var stage = await SetAsync(TimeoutModel.Default with { Total = ServiceTimes.Of(TimeSpan.FromSeconds(10)) });
        var (client, backend) = await stage.RunAsync();
        await client.UntilAsync("success");

        for (var i = 0; i < 10; i++)
        {
            await SayAsync(stage, backend, client, "pack");
            Pass(seconds: 1);
        }

        await client.UntilAsync("close");
        Assert.StartsWith(
            "sluice: the request took longer than 10s, most of it waiting for backend main, so it was ended (TotalTimeout);", client.StandardError, StringComparison.Ordinal);
        var access = await EndAsync(stage, client);
        Assert.Equal((Side.Backend, EndReason.TotalTimeout), (access["closedBy"], access["reason"]));
    }

    [Fact]
    public async Task A_client_that_does_not_close_a_channel_that_is_over_is_let_go()
    {
        await using var stage = await SetAsync();
        var (client, backend) = await stage.RunAsync();
        backend.Ssh!.SendExitStatus(0);
        backend.Ssh.SendClose();
        await client.UntilAsync("close");

        Pass(minutes: 10, seconds: 2);

        var access = await stage.Access.NextAsync();
        Assert.Equal((RequestOutcome.Ok, Side.Backend), (access["outcome"], access["closedBy"]));
    }

    [Fact]
    public async Task A_connection_that_runs_nothing_is_closed_and_one_that_runs_something_is_not()
    {
        await using var stage = await SetAsync(TimeoutModel.Default with { Channel = ServiceTimes.Of(TimeSpan.Zero) });
        var busy = await stage.ConnectAsync();
        var channel = await stage.OpenSessionAsync(client: busy);
        channel.Ssh!.SendExec("git-upload-pack '/team/app.git'"u8, wantsReply: true);
        await (await stage.BackendChannelAsync()).UntilAsync("exec");

        Pass(minutes: 59);
        Assert.True(stage.Client.IsAlive);
        Pass(minutes: 1, seconds: 1);

        await Eventually.HoldsAsync(() => !stage.Client.IsAlive, TimeSpan.FromSeconds(20), () => "the unused connection lives on");
        Assert.True(busy.IsAlive);
        busy.Close(EndReason.PeerClosed, "the test is over");
    }

    [Theory]
    [InlineData(HostingService.GitUploadPack, 10)]
    [InlineData(HostingService.GitReceivePack, 30)]
    [InlineData(HostingService.GitLfsTransfer, 30)]
    [InlineData(HostingService.HostCommand, 10)]
    internal void The_default_is_minutes_and_longer_where_one_side_computes_in_silence(HostingService service, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), TimeoutModel.Default.Channel[service]);

    private static async Task<(RecordingChannel Client, RecordingChannel Backend)> RunAsync(Stage stage, string command)
    {
        var client = await stage.OpenSessionAsync();
        client.Ssh!.SendExec(System.Text.Encoding.ASCII.GetBytes(command), wantsReply: true);
        var backend = await stage.BackendChannelAsync();
        await backend.UntilAsync("exec");
        return (client, backend);
    }

    private static async Task SayAsync(Stage stage, RecordingChannel from, RecordingChannel to, string words)
    {
        await SayAsync(from, to, words);
        // What is taken from a queue later counts as something that moves.
        await Eventually.HoldsAsync(
            () => stage.Live.Running.All(request => request.View() is { QueuedIn: 0, QueuedOut: 0 }), TimeSpan.FromSeconds(20), () => "bytes wait in a queue");
    }

    /// <summary>Without a look at the queues, which would charge the time so far to whom they wait for.</summary>
    private static async Task SayAsync(RecordingChannel from, RecordingChannel to, string words)
    {
        // The window comes through the proxy, in its time.
        await Eventually.HoldsAsync(() => from.Ssh!.RemoteWindow >= words.Length, TimeSpan.FromSeconds(20), () => "there is no window");
        from.Ssh!.Send(System.Text.Encoding.ASCII.GetBytes(words));
        await to.UntilAsync("data");
    }

    private static async Task<Dictionary<string, object?>> EndAsync(Stage stage, RecordingChannel client)
    {
        client.Ssh!.SendClose();
        return await stage.Access.NextAsync();
    }

    private Task<Stage> SetAsync(TimeoutModel? timeouts = null) =>
        Stage.SetAsync(new StageOptions { Time = _time, Timeouts = timeouts ?? TimeoutModel.Default });

    /// <summary>Second by second, as time passes.</summary>
    private void Pass(int minutes = 0, int seconds = 0, int milliseconds = 0)
    {
        for (var i = 0; i < (minutes * 60) + seconds; i++) _time.Advance(_second);
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
    }
}

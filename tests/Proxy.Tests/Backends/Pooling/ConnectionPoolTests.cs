using Microsoft.Extensions.Time.Testing;

using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Tests.Sessions;
using Sluice.Testing;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Backends.Pooling;

/// <summary>Clients' requests on shared connections to a backend that the test plays, over real sockets.</summary>
[Collection(nameof(Stage))]
public sealed class ConnectionPoolTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Connections_are_ready_before_anybody_asks()
    {
        await using var stage = await Stage.SetAsync(new StageOptions { Pool = new PoolModel { MinIdle = 3 } });

        await BackendHasAsync(stage, 3);
    }

    [Fact]
    public async Task Another_is_made_ready_when_one_is_taken()
    {
        await using var stage = await Stage.SetAsync(new StageOptions { Pool = new PoolModel { MinIdle = 1 } });
        await BackendHasAsync(stage, 1);

        await stage.RunAsync();

        await BackendHasAsync(stage, 2);
    }

    [Fact]
    public async Task Clients_share_a_connection_until_it_is_full()
    {
        var pool = new PoolModel { MinIdle = 0, MaxSessionsPerConnection = 3 };
        await using var stage = await Stage.SetAsync(new StageOptions { Pool = pool });
        var clients = new[] { stage.Client, await stage.ConnectAsync(), await stage.ConnectAsync(), await stage.ConnectAsync() };

        foreach (var client in clients) await StartAsync(stage, client);

        Assert.Equal(2, stage.BackendConnections.Count);
    }

    [Fact]
    public async Task The_least_loaded_connection_is_given_out()
    {
        var pool = new PoolModel { MinIdle = 2, MaxConnections = 2 };
        await using var stage = await Stage.SetAsync(new StageOptions { Pool = pool });
        await BackendHasAsync(stage, 2);

        var first = await stage.RunAsync();
        var second = await stage.RunAsync();

        Assert.NotSame(first.Backend.Ssh!.Connection, second.Backend.Ssh!.Connection);
    }

    [Fact]
    public async Task A_backend_that_takes_fewer_sessions_gets_more_connections()
    {
        await using var stage = await Stage.SetAsync(new StageOptions { BackendMaxSessions = 2, Pool = new PoolModel { MinIdle = 0 } });

        for (var i = 0; i < 6; i++) await stage.RunAsync();

        Assert.Equal(3, stage.BackendConnections.Count);
    }

    [Fact]
    public async Task Who_finds_every_place_taken_waits_for_one_and_is_told_why()
    {
        var pool = new PoolModel { MinIdle = 0, MaxConnections = 1, MaxSessionsPerConnection = 1, QueueTimeout = TimeSpan.FromMinutes(1) };
        var time = new FakeTimeProvider();
        await using var stage = await Stage.SetAsync(new StageOptions { Pool = pool, Time = time });
        var (first, firstBackend) = await stage.RunAsync();

        var second = await stage.OpenSessionAsync();
        second.Ssh!.SendExec("git-upload-pack '/team/app.git'"u8, wantsReply: true);
        await PassUntilAsync(time, () => second.StandardError.Length > 0, "the second client is not told that it waits");
        Assert.Contains("backend main is busy; your request waits its turn (1 in line)", second.StandardError, StringComparison.Ordinal);
        Finish(first, firstBackend);

        var secondBackend = await stage.BackendChannelAsync();
        Assert.Same(firstBackend.Ssh!.Connection, secondBackend.Ssh!.Connection);
        await secondBackend.UntilAsync("exec");
        // What it was told has been taken off its window: a whole window more than that would be too much.
        secondBackend.Ssh.Send(new byte[Stage.Cap]);
        await second.UntilAsync("data");
    }

    [Fact]
    public async Task Who_waits_for_too_long_is_sent_away_with_a_sentence()
    {
        var pool = new PoolModel { MinIdle = 0, MaxConnections = 1, MaxSessionsPerConnection = 1 };
        var time = new FakeTimeProvider();
        await using var stage = await Stage.SetAsync(new StageOptions { Pool = pool, Time = time });
        await stage.RunAsync();

        var second = await stage.OpenSessionAsync();
        second.Ssh!.SendExec("git-upload-pack '/team/app.git'"u8, wantsReply: true);
        var access = stage.Access.NextAsync();
        var closing = second.UntilAsync("close");
        await PassUntilAsync(time, () => closing.IsCompleted, "the second client is not sent away");

        Assert.Contains("exit-status 128", await closing);
        Assert.Contains("backend main is busy (no place became free in time); try again", second.StandardError, StringComparison.Ordinal);
        second.Ssh.SendClose();
        Assert.Equal(RequestOutcome.Error, (await access)["outcome"]);
    }

    [Fact]
    public async Task A_full_queue_sends_away_at_once()
    {
        var pool = new PoolModel { MinIdle = 0, MaxConnections = 1, MaxSessionsPerConnection = 1, QueueLength = 1 };
        await using var stage = await Stage.SetAsync(new StageOptions { Pool = pool });
        await stage.RunAsync();
        var second = await stage.OpenSessionAsync();
        second.Ssh!.SendExec("git-upload-pack '/team/app.git'"u8, wantsReply: true);
        // Both execs come on one connection, so the second waits before the third is looked at.
        var third = await stage.OpenSessionAsync();
        third.Ssh!.SendExec("git-upload-pack '/team/app.git'"u8, wantsReply: true);

        Assert.Contains("exit-status 128", await third.UntilAsync("close"));
        Assert.Contains("backend main is busy (1 request waits already)", third.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_nobody_needs_is_closed_and_the_reserve_stays()
    {
        var time = new FakeTimeProvider();
        var pool = new PoolModel { MinIdle = 1, MaxSessionsPerConnection = 1, IdleTimeout = TimeSpan.FromMinutes(1) };
        await using var stage = await Stage.SetAsync(new StageOptions { Pool = pool, Time = time });
        var requests = new[] { await stage.RunAsync(), await stage.RunAsync() };
        await BackendHasAsync(stage, 3);
        foreach (var (client, backend) in requests) Finish(client, backend);
        foreach (var (client, _) in requests) await client.UntilAsync("ended");

        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(3, Alive(stage));
        await PassUntilAsync(time, () => Alive(stage) == 1, "no connection is closed");
        time.Advance(TimeSpan.FromHours(1));
        await Task.Delay(100, TestContext.Current.CancellationToken);

        Assert.Equal(1, Alive(stage));
    }

    [Fact]
    public async Task A_connection_that_dies_ends_its_own_requests_and_no_others()
    {
        var pool = new PoolModel { MinIdle = 0, MaxSessionsPerConnection = 2 };
        await using var stage = await Stage.SetAsync(new StageOptions { Pool = pool });
        var requests = new[] { await stage.RunAsync(), await stage.RunAsync(), await stage.RunAsync() };
        Assert.Equal(2, stage.BackendConnections.Count);

        stage.BackendConnections[0].Close(EndReason.Drained, "enough");

        foreach (var (client, _) in requests.Take(2))
        {
            Assert.Contains("exit-status 128", await client.UntilAsync("close"));
            Assert.Contains("the connection to backend main was lost", client.StandardError, StringComparison.Ordinal);
        }
        var (third, thirdBackend) = requests[2];
        thirdBackend.Ssh!.Send("still here"u8);
        await third.UntilAsync("data still here");
        await stage.RunAsync();
    }

    [Fact]
    public async Task A_command_that_no_byte_was_delivered_of_is_taken_to_another_connection()
    {
        await using var stage = await Stage.SetAsync(new StageOptions { BackendHangsUp = 1 });
        var client = await stage.OpenSessionAsync();

        client.Ssh!.SendExec("git-upload-pack '/team/app.git'"u8, wantsReply: true);

        await stage.BackendChannelAsync();
        var backend = await stage.BackendChannelAsync();
        await backend.UntilAsync("exec");
        backend.Ssh!.Send("refs"u8);
        await client.UntilAsync("data refs");
        Assert.Empty(client.StandardError);
    }

    [Fact]
    public async Task It_is_tried_once_more_and_not_for_ever()
    {
        await using var stage = await Stage.SetAsync(new StageOptions { BackendHangsUp = 100 });
        var client = await stage.OpenSessionAsync();

        client.Ssh!.SendExec("git-upload-pack '/team/app.git'"u8, wantsReply: true);

        Assert.Contains("exit-status 128", await client.UntilAsync("close"));
        Assert.Equal(2, stage.BackendConnections.Count);
    }

    [Fact]
    public async Task A_connection_that_answers_no_opening_is_left_for_another()
    {
        var time = new FakeTimeProvider();
        using var goesOn = new ManualResetEventSlim();
        await using var stage = await Stage.SetAsync(new StageOptions { Time = time, BackendGoesOn = goesOn });
        var client = await stage.OpenSessionAsync();
        client.Ssh!.SendExec("git-upload-pack '/team/app.git'"u8, wantsReply: true);
        await BackendHasAsync(stage, 1);
        await PassUntilAsync(time, () => stage.BackendConnections.Count == 2, "no second connection is made");

        // Now both answer, but only the second one is asked to run anything; the first had nobody else on it and was closed.
        goesOn.Set();

        var channels = new[] { await stage.BackendChannelAsync(), await stage.BackendChannelAsync() };
        var late = channels.Single(channel => channel.Ssh!.Connection == stage.BackendConnections[0]);
        var used = channels.Single(channel => channel != late);
        await used.UntilAsync("exec");
        Assert.Equal("ended PeerClosed", await late.NextAsync());
        used.Ssh!.Send("refs"u8);
        await client.UntilAsync("data refs");
    }

    [Fact]
    public async Task A_connection_that_answers_nothing_makes_room_for_another()
    {
        var time = new FakeTimeProvider();
        using var goesOn = new ManualResetEventSlim();
        var pool = new PoolModel { MinIdle = 0, MaxConnections = 1 };
        await using var stage = await Stage.SetAsync(new StageOptions { Time = time, BackendGoesOn = goesOn, Pool = pool });
        var client = await stage.OpenSessionAsync();
        client.Ssh!.SendExec("git-upload-pack '/team/app.git'"u8, wantsReply: true);
        await BackendHasAsync(stage, 1);

        await PassUntilAsync(time, () => stage.BackendConnections.Count == 2, "the silent connection keeps the only place");
        goesOn.Set();

        await client.UntilAsync("success");
    }

    private static async Task<RecordingChannel> StartAsync(Stage stage, SshConnection client)
    {
        var channel = await stage.OpenSessionAsync(client: client);
        channel.Ssh!.SendExec("git-upload-pack '/team/app.git'"u8, wantsReply: true);
        await (await stage.BackendChannelAsync()).UntilAsync("exec");
        return channel;
    }

    private static void Finish(RecordingChannel client, RecordingChannel backend)
    {
        backend.Ssh!.SendEof();
        backend.Ssh.SendExitStatus(0);
        backend.Ssh.SendClose();
        client.Ssh!.SendClose();
    }

    private static Task BackendHasAsync(Stage stage, int connections) => Eventually.HoldsAsync(
        () => Alive(stage) == connections, _patience, () => $"the backend has {Alive(stage)} connections and not {connections}");

    private static int Alive(Stage stage)
    {
        lock (stage.BackendConnections) return stage.BackendConnections.Count(connection => connection.IsAlive);
    }

    private static async Task PassUntilAsync(FakeTimeProvider time, Func<bool> holds, string otherwise)
    {
        for (var i = 0; !holds(); i++)
        {
            Assert.True(i < 1000, otherwise);
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10);
        }
    }
}

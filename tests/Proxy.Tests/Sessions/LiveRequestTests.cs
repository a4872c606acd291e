using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Sessions;
using Sluice.Testing;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Sessions;

/// <summary>Requests as they are seen, and ended, from outside.</summary>
[Collection(nameof(Stage))]
public sealed class LiveRequestTests
{
    [Fact]
    public async Task A_running_request_is_seen_with_all_that_is_known_of_it()
    {
        await using var stage = await Stage.SetAsync();
        var (client, backend) = await stage.RunAsync();
        backend.Ssh!.Send("refs"u8);
        await client.UntilAsync("data refs");

        var session = Assert.Single(stage.Live.Sessions);
        var view = Assert.Single(session.Requests).View();

        Assert.Equal($"{session.Connection.Id}-1", view.Id);
        Assert.Equal(session.Connection.Id, view.ConnectionId);
        Assert.Equal("alice", view.User);
        Assert.Equal(session.Connection.RemoteEndPoint, view.Client);
        Assert.Equal("git-upload-pack", view.Service);
        Assert.Equal("team/app.git", view.Repository);
        Assert.Equal("main", view.Backend);
        Assert.NotNull(view.BackendConnectionId);
        Assert.Equal(RequestPhase.Running, view.Phase);
        Assert.Equal(4, view.BytesOut);
        Assert.Equal(0, view.BytesIn);
        Assert.InRange(view.Age, view.Waits.Total - TimeSpan.FromSeconds(1), view.Waits.Total);
    }

    [Fact]
    public async Task A_request_that_is_over_is_seen_no_more()
    {
        await using var stage = await Stage.SetAsync();
        var (client, backend) = await stage.RunAsync();
        backend.Ssh!.SendExitStatus(0);
        backend.Ssh.SendClose();
        await client.UntilAsync("close");
        client.Ssh!.SendClose();

        await stage.Access.NextAsync();

        await Eventually.HoldsAsync(() => !stage.Live.Running.Any() && stage.Live.Sessions.Single().Requests.IsEmpty, TimeSpan.FromSeconds(20), () => "the request is still seen");
    }

    [Fact]
    public async Task A_request_outlives_its_client_in_the_list_of_all_until_its_backend_is_done()
    {
        await using var stage = await Stage.SetAsync();
        await stage.RunAsync();

        stage.Client.Close(EndReason.PeerClosed, "bye");

        await Eventually.HoldsAsync(() => !stage.Live.Sessions.Any(), TimeSpan.FromSeconds(20), () => "the session is still seen");
        Assert.Equal(RequestPhase.Ending, Assert.Single(stage.Live.Running).Phase);
    }

    [Fact]
    public async Task A_killed_request_tells_its_user_and_closes_both_channels_and_nothing_else()
    {
        await using var stage = await Stage.SetAsync();
        var (client, backend) = await stage.RunAsync();

        stage.Live.Running.Single().Kill("the disk is\nbeing replaced");

        await client.UntilAsync("stderr");
        await client.HearsAsync("eof", "exit-status 128", "close");
        Assert.Contains("the operator ended your request: the disk is\\nbeing replaced (request ", client.StandardError, StringComparison.Ordinal);
        await backend.UntilAsync("close");
        client.Ssh!.SendClose();
        var access = await stage.Access.NextAsync();
        Assert.Equal(Side.Proxy, access["closedBy"]);
        Assert.Equal(EndReason.Killed, access["reason"]);
        Assert.Equal(RequestOutcome.Error, access["outcome"]);
        backend.Ssh!.SendClose();
        await stage.RunAsync();
    }

    [Fact]
    public async Task A_request_that_is_killed_while_its_backend_is_asked_is_over_at_once()
    {
        await using var stage = await Stage.SetAsync(new StageOptions { BackendAgrees = false });
        var (client, backend) = await stage.RunAsync();
        var request = Assert.Single(stage.Live.Running);
        Assert.Equal(RequestPhase.Opening, request.Phase);
        Assert.Equal(Side.Backend, request.View().Owes);

        request.Kill("");

        await client.UntilAsync("stderr");
        await client.HearsAsync("eof", "exit-status 128", "close");
        await backend.UntilAsync("close");
    }

    [Theory]
    [InlineData(nameof(RequestPhase.Queued))]
    [InlineData(nameof(RequestPhase.WaitingForPlace))]
    public async Task A_request_that_is_killed_while_it_waits_for_a_place_waits_no_longer(string phase)
    {
        var patience = TimeSpan.FromMinutes(10);
        var options = phase == nameof(RequestPhase.Queued)
            ? new StageOptions { Pool = new PoolModel { MinIdle = 0, MaxConnections = 1, MaxSessionsPerConnection = 1, QueueTimeout = patience } }
            : new StageOptions { Quotas = new QuotaModel { PerUser = 1, QueueTimeout = patience } };
        await using var stage = await Stage.SetAsync(options);
        var (first, firstAtBackend) = await stage.RunAsync();
        var client = await stage.OpenSessionAsync();
        client.Ssh!.SendExec("git-upload-pack '/team/app.git'"u8, wantsReply: true);
        LiveRequest? waiting;
        while ((waiting = stage.Live.Running.SingleOrDefault(request => request.Phase.ToString() == phase)) is null)
            await Task.Delay(10, TestContext.Current.CancellationToken);

        waiting.Kill("");
        await client.UntilAsync("close");
        client.Ssh.SendClose();

        Assert.Equal(EndReason.Killed, (await stage.Access.NextAsync())["reason"]);
        while (stage.Live.Running.Contains(waiting)) await Task.Delay(10, TestContext.Current.CancellationToken);
        // Nothing of it is left in the line: the place goes to who comes next.
        firstAtBackend.Ssh!.SendEof();
        firstAtBackend.Ssh.SendExitStatus(0);
        firstAtBackend.Ssh.SendClose();
        await first.UntilAsync("close");
        first.Ssh!.SendClose();
        await stage.RunAsync();
    }

    [Fact]
    public async Task A_second_kill_waits_no_longer_for_a_client_that_reads_nothing()
    {
        await using var stage = await Stage.SetAsync();
        var (client, _) = await stage.RunAsync(window: 0);

        var request = stage.Live.Running.Single();
        request.Kill("go");
        Assert.True(stage.Access.IsEmpty);
        request.Kill("go");

        var access = await stage.Access.NextAsync();
        Assert.Equal(EndReason.Killed, access["reason"]);
        await client.UntilAsync("close");
    }
}

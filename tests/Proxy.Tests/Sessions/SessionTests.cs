using Microsoft.Extensions.Time.Testing;

using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Sessions;

/// <summary>A request from its channel's opening to its access line, between two peers that misbehave to order.</summary>
[Collection(nameof(Stage))]
public sealed class SessionTests
{
    [Fact]
    public async Task A_command_is_replayed_with_its_environment_and_runs_to_its_end()
    {
        await using var stage = await Stage.SetAsync();
        var client = await stage.OpenSessionAsync();
        client.Ssh!.SendEnvironment("GIT_PROTOCOL", "version=2", wantsReply: true);
        client.Ssh.SendEnvironment("LANG", "C.UTF-8", wantsReply: true);
        client.Ssh.SendEnvironment("SLUICE_USER", "root", wantsReply: true);
        client.Ssh.SendEnvironment("LD_PRELOAD", "x", wantsReply: true);
        client.Ssh.SendExec("git-upload-pack '/team/app.git'"u8, wantsReply: true);

        var backend = await stage.BackendChannelAsync();
        var heard = await backend.UntilAsync("exec");
        Assert.Equal("exec git-upload-pack '/team/app.git'", heard[^1]);
        Assert.Contains("env GIT_PROTOCOL=version=2", heard);
        Assert.Contains("env LANG=C.UTF-8", heard);
        Assert.Contains("env SITE=test", heard);
        Assert.Contains("env SLUICE_USER=alice", heard);
        Assert.Contains("env SLUICE_CLIENT_ADDRESS=127.0.0.1", heard);
        Assert.DoesNotContain("env SLUICE_USER=root", heard);
        Assert.DoesNotContain("env LD_PRELOAD=x", heard);

        // More than the cap: the client is granted no more than that.
        backend.Ssh!.Grant(2 * (uint)Stage.Cap);
        backend.Ssh.Send("refs"u8);
        await client.HearsAsync("success", "success", "success", "success", "success");
        Assert.Equal($"window {Stage.Cap}", await client.NextAsync());
        await client.HearsAsync("data refs");
        client.Ssh.Send("want"u8);
        client.Ssh.SendEof();
        await backend.HearsAsync("data want", "eof");
        backend.Ssh.SendEof();
        backend.Ssh.SendExitStatus(0);
        backend.Ssh.SendClose();
        await client.HearsAsync("eof", "exit-status 0", "close");
        client.Ssh.SendClose();
        await backend.HearsAsync("close");

        var access = await stage.Access.NextAsync();
        Assert.Equal(RequestOutcome.Ok, access["outcome"]);
        Assert.Equal(4L, access["bytesIn"]);
        Assert.Equal(4L, access["bytesOut"]);
        Assert.Equal(Side.Backend, access["closedBy"]);
        Assert.Contains($"env SLUICE_REQUEST_ID={access["requestId"]}", heard);
    }

    [Fact]
    public async Task An_exit_status_that_overtakes_the_output_reaches_the_client_behind_it()
    {
        await using var stage = await Stage.SetAsync();
        var (client, backend) = await stage.RunAsync();

        backend.Ssh!.SendExitStatus(3);
        backend.Ssh.Send("late"u8);
        backend.Ssh.SendEof();
        backend.Ssh.SendClose();

        await client.UntilAsync("data late");
        await client.HearsAsync("eof", "exit-status 3", "close");
    }

    [Fact]
    public async Task A_client_that_closes_as_soon_as_both_have_sent_eof_still_gets_the_exit_status()
    {
        await using var stage = await Stage.SetAsync();
        var (client, backend) = await stage.RunAsync();
        client.Ssh!.SendEof();
        backend.Ssh!.SendEof();
        await client.UntilAsync("eof");
        client.Ssh.SendClose();
        await backend.UntilAsync("close");

        backend.Ssh.SendExitStatus(1);
        backend.Ssh.SendClose();

        await client.HearsAsync("exit-status 1", "close", "ended");
        var access = await stage.Access.NextAsync();
        Assert.Equal(RequestOutcome.Failed, access["outcome"]);
        Assert.Equal(Side.Client, access["closedBy"]);
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_ends_its_command_and_nothing_else()
    {
        await using var stage = await Stage.SetAsync();
        var (client, backend) = await stage.RunAsync();
        backend.Ssh!.Send("refs"u8);
        await client.UntilAsync("data refs");

        client.Ssh!.SendEof();
        client.Ssh.SendClose();

        Assert.Contains("eof", await backend.UntilAsync("close"));
        backend.Ssh.SendClose();
        await client.UntilAsync("close");
        await stage.RunAsync();
    }

    [Fact]
    public async Task An_exit_signal_is_passed_on()
    {
        await using var stage = await Stage.SetAsync();
        var (client, backend) = await stage.RunAsync();
        byte[] payload = [0, 0, 0, 4, .. "TERM"u8, 0, 0, 0, 0, 0, 0, 0, 0, 0];

        backend.Ssh!.SendEof();
        backend.Ssh.SendRequest("exit-signal"u8, wantsReply: false, payload);
        backend.Ssh.SendClose();

        await client.UntilAsync("eof");
        await client.HearsAsync("exit-signal TERM", "close");
        client.Ssh!.SendClose();
        var access = await stage.Access.NextAsync();
        Assert.Equal("TERM", access["exitSignal"]);
        Assert.Equal(RequestOutcome.Failed, access["outcome"]);
    }

    [Fact]
    public async Task What_the_client_does_before_the_backend_is_reached_is_replayed_in_order()
    {
        await using var stage = await Stage.SetAsync();
        var client = await stage.OpenSessionAsync();
        client.Ssh!.SendExec("git-upload-pack '/team/app.git'"u8, wantsReply: true);
        client.Ssh.SendRequest("signal"u8, wantsReply: false, [0, 0, 0, 3, .. "INT"u8]);
        client.Ssh.SendRequest("keepalive@openssh.com"u8, wantsReply: true, []);
        client.Ssh.SendEof();

        var backend = await stage.BackendChannelAsync();
        await backend.UntilAsync("exec");
        var after = new[] { await backend.NextAsync(), await backend.NextAsync() };

        Assert.Equal(["signal INT", "eof"], after);
        await client.UntilAsync("success");
        Assert.Contains("failure", await client.UntilAsync("failure"));
    }

    [Fact]
    public async Task A_request_of_the_clients_that_is_malformed_does_not_reach_the_backend()
    {
        await using var stage = await Stage.SetAsync();
        var (client, backend) = await stage.RunAsync();

        client.Ssh!.SendRequest("signal"u8, wantsReply: false, [0, 0, 0, 9, (byte)'I']);
        client.Ssh.SendRequest("signal"u8, wantsReply: false, [0, 0, 0, 3, .. "INT"u8, 7]);
        client.Ssh.SendRequest("signal"u8, wantsReply: false, [0, 0, 0, 200, .. new byte[200]]);
        client.Ssh.SendRequest("window-change"u8, wantsReply: false, new byte[16]);
        client.Ssh.SendRequest("signal"u8, wantsReply: false, [0, 0, 0, 4, .. "TERM"u8]);
        client.Ssh.SendEof();

        await backend.HearsAsync("signal TERM", "eof");
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_ends_the_command()
    {
        await using var stage = await Stage.SetAsync();
        var (_, backend) = await stage.RunAsync();

        stage.Client.Close(EndReason.PeerClosed, "enough");

        await backend.UntilAsync("close");
        backend.Ssh!.SendClose();
        var access = await stage.Access.NextAsync();
        Assert.Equal(RequestOutcome.Aborted, access["outcome"]);
        Assert.Equal(Side.Client, access["closedBy"]);
    }

    [Fact]
    public async Task A_backend_that_does_not_let_go_is_left_within_seconds()
    {
        var time = new FakeTimeProvider();
        await using var stage = await Stage.SetAsync(new StageOptions { Time = time, Pool = new PoolModel { Sharing = false } });
        var (_, backend) = await stage.RunAsync();

        stage.Client.Close(EndReason.PeerClosed, "enough");

        await backend.UntilAsync("close");
        var ended = backend.UntilAsync("ended ");
        await PassTimeAsync(time, until: ended);
        await ended;
        Assert.Equal(RequestOutcome.Aborted, (await stage.Access.NextAsync())["outcome"]);
    }

    [Fact]
    public async Task A_shared_backend_that_does_not_let_go_keeps_no_request_for_longer_than_seconds()
    {
        var time = new FakeTimeProvider();
        await using var stage = await Stage.SetAsync(new StageOptions { Time = time });
        var (_, backend) = await stage.RunAsync();

        stage.Client.Close(EndReason.PeerClosed, "enough");

        await backend.UntilAsync("close");
        var access = stage.Access.NextAsync();
        await PassTimeAsync(time, until: access);
        Assert.Equal(RequestOutcome.Aborted, (await access)["outcome"]);
        Assert.True(stage.BackendConnections.Single().IsAlive);
    }

    [Fact]
    public async Task A_lost_backend_becomes_a_sentence_and_status_128()
    {
        await using var stage = await Stage.SetAsync();
        var (client, _) = await stage.RunAsync();

        stage.BackendConnections[0].Close(EndReason.Drained, "going down");

        Assert.Equal(["eof", "exit-status 128", "close"], (await client.UntilAsync("close")).TakeLast(3));
        client.Ssh!.SendClose();
        var access = await stage.Access.NextAsync();
        Assert.Contains($"backend main was lost", client.StandardError, StringComparison.Ordinal);
        Assert.Contains((string)access["requestId"]!, client.StandardError, StringComparison.Ordinal);
        Assert.Equal(RequestOutcome.Error, access["outcome"]);
        Assert.Equal(Side.Backend, access["closedBy"]);
    }

    [Fact]
    public async Task The_next_command_after_a_lost_backend_gets_a_connection_again()
    {
        await using var stage = await Stage.SetAsync();
        var (client, _) = await stage.RunAsync();
        stage.BackendConnections[0].Close(EndReason.Drained, "going down");
        await client.UntilAsync("close");

        var (_, backend) = await stage.RunAsync();

        Assert.NotNull(backend.Ssh);
        Assert.Equal(2, stage.BackendConnections.Count);
    }

    [Fact]
    public async Task Commands_of_one_client_share_a_connection_to_the_backend()
    {
        await using var stage = await Stage.SetAsync();

        var (_, first) = await stage.RunAsync();
        var (_, second) = await stage.RunAsync();

        Assert.NotSame(first.Ssh, second.Ssh);
        Assert.Single(stage.BackendConnections);
    }

    [Fact]
    public async Task A_dead_backend_becomes_a_sentence_and_status_128()
    {
        await using var stage = await Stage.SetAsync(new StageOptions { BackendIsDead = true });

        var access = await FailsAsync(stage, "cannot be reached");

        Assert.Equal(EndReason.BackendUnreachable, access["reason"]);
    }

    [Fact]
    public async Task A_backend_with_another_host_key_becomes_a_sentence_and_status_128()
    {
        await using var stage = await Stage.SetAsync(new StageOptions { BackendIsStranger = true });

        var access = await FailsAsync(stage, "host key of backend main is not pinned");

        Assert.Equal(EndReason.HostKeyUnknown, access["reason"]);
    }

    [Fact]
    public async Task A_backend_that_takes_no_more_channels_becomes_a_sentence_and_status_128()
    {
        await using var stage = await Stage.SetAsync(new StageOptions { BackendMaxSessions = 1, Pool = new PoolModel { Sharing = false } });
        await stage.RunAsync();

        await FailsAsync(stage, "accepts no more sessions");
    }

    [Fact]
    public async Task A_backend_that_refuses_the_command_becomes_a_sentence_and_status_128()
    {
        await using var stage = await Stage.SetAsync(new StageOptions { BackendAgrees = false });
        var (client, backend) = await stage.RunAsync();

        backend.Ssh!.SendRequestReply(false);

        await client.UntilAsync("success");
        await client.UntilAsync("exit-status 128");
        Assert.Contains("refused to run the command", client.StandardError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_has_had_EOF_is_not_kept_when_the_backend_fails(bool isLost)
    {
        await using var stage = await Stage.SetAsync();
        var (client, backend) = await stage.RunAsync();
        backend.Ssh!.SendEof();
        await client.UntilAsync("eof");

        if (isLost) stage.BackendConnections[0].Close(EndReason.Drained, "going down");
        else backend.Ssh.SendClose();

        // Behind EOF there is no data, standard error included (RFC 4254 section 5.3).
        await client.HearsAsync("exit-status 128", "close");
        Assert.Equal("", client.StandardError);
    }

    [Fact]
    public async Task A_backend_that_closes_without_an_exit_status_becomes_a_sentence_and_status_128()
    {
        await using var stage = await Stage.SetAsync();
        var (client, backend) = await stage.RunAsync();

        backend.Ssh!.SendClose();

        await client.UntilAsync("exit-status 128");
        Assert.Contains("without an exit status", client.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backend_that_never_answers_the_command_becomes_a_sentence_and_status_128()
    {
        var time = new FakeTimeProvider();
        await using var stage = await Stage.SetAsync(new StageOptions { BackendAgrees = false, Time = time });
        var (client, backend) = await stage.RunAsync();

        var failed = client.UntilAsync("exit-status 128");
        await PassTimeAsync(time, until: failed);

        Assert.Equal(["success", "stderr", "eof", "exit-status 128"], await failed);
        Assert.Contains("backend main does not answer", client.StandardError, StringComparison.Ordinal);
        await backend.UntilAsync("close");
        // Too late: neither the answer nor anything behind it goes anywhere.
        backend.Ssh!.SendRequestReply(true);
        backend.Ssh.SendExitStatus(0);
        backend.Ssh.SendClose();
        await client.HearsAsync("close");
        client.Ssh!.SendClose();
        await client.HearsAsync("ended");
        var access = await stage.Access.NextAsync();
        Assert.Equal((RequestOutcome.Error, Side.Backend, EndReason.GraceExceeded), (access["outcome"], access["closedBy"], access["reason"]));
    }

    [Fact]
    public async Task A_command_that_was_answered_may_take_minutes()
    {
        var time = new FakeTimeProvider();
        await using var stage = await Stage.SetAsync(new StageOptions { Time = time });
        var (client, backend) = await stage.RunAsync();
        await client.UntilAsync("success");

        time.Advance(TimeSpan.FromMinutes(9));
        backend.Ssh!.Send("done"u8);

        Assert.DoesNotContain("stderr", await client.UntilAsync("data done"));
    }

    [Fact]
    public async Task A_client_that_leaves_while_a_silent_backend_is_asked_is_over_when_our_patience_is()
    {
        var time = new FakeTimeProvider();
        await using var stage = await Stage.SetAsync(new StageOptions { BackendAgrees = false, Time = time });
        var (client, _) = await stage.RunAsync();
        client.Ssh!.SendClose();

        var access = stage.Access.NextAsync();
        await PassTimeAsync(time, until: access);

        Assert.Equal((RequestOutcome.Aborted, Side.Client), ((await access)["outcome"], (await access)["closedBy"]));
    }

    [Fact]
    public async Task A_client_that_asks_without_end_while_the_command_is_unanswered_is_sent_away()
    {
        await using var stage = await Stage.SetAsync(new StageOptions { BackendAgrees = false });
        var (client, backend) = await stage.RunAsync();

        for (var i = 0; i < 300; i++) client.Ssh!.SendRequest("keepalive@openssh.com"u8, wantsReply: true, []);

        await client.UntilAsync("ended PeerClosed");
        await backend.UntilAsync("close");
        backend.Ssh!.SendClose();
        var access = await stage.Access.NextAsync();
        Assert.Equal((Side.Proxy, EndReason.ProtocolViolation), (access["closedBy"], access["reason"]));
    }

    [Theory]
    [InlineData("git-upload-pack '/elsewhere/app.git'", "elsewhere/app.git")]
    [InlineData("git-upload-pack '/team/../app.git'", "..")]
    [InlineData("cat /etc/passwd", "sluice: request ")]
    public async Task What_is_refused_never_reaches_the_backend(string command, string words)
    {
        await using var stage = await Stage.SetAsync();
        var client = await stage.OpenSessionAsync();

        client.Ssh!.SendExec(System.Text.Encoding.UTF8.GetBytes(command), wantsReply: true);

        await client.HearsAsync("success", "stderr", "eof", "exit-status 128", "close");
        client.Ssh.SendClose();
        Assert.Contains(words, client.StandardError, StringComparison.Ordinal);
        Assert.Equal(RequestOutcome.Refused, (await stage.Access.NextAsync())["outcome"]);
        Assert.Empty(stage.BackendConnections);
    }

    [Fact]
    public async Task A_refusal_waits_for_a_client_that_has_no_window_yet()
    {
        await using var stage = await Stage.SetAsync();
        var client = await stage.OpenSessionAsync(window: 0);
        client.Ssh!.SendExec("cat /etc/passwd"u8, wantsReply: true);
        await client.HearsAsync("success");

        for (var i = 0; i < 1000 && !client.StandardError.EndsWith('\n'); i++)
        {
            client.Ssh.Grant(1);
            await client.HearsAsync("stderr");
        }

        await client.HearsAsync("eof", "exit-status 128", "close");
    }

    [Fact]
    public async Task A_shell_is_greeted_by_name_with_line_ends_for_a_terminal()
    {
        await using var stage = await Stage.SetAsync();
        var client = await stage.OpenSessionAsync();
        client.Ssh!.SendRequest("pty-req"u8, wantsReply: true, []);
        client.Ssh.SendRequest("shell"u8, wantsReply: true, []);

        await client.HearsAsync("success", "success", "stderr", "eof", "exit-status 1", "close");
        Assert.Equal("Hi alice! You have authenticated, but Sluice gives no shell access.\r\n", client.StandardError);
    }

    [Theory]
    [InlineData("subsystem")]
    [InlineData("x11-req")]
    [InlineData("auth-agent-req@openssh.com")]
    public async Task What_a_git_host_does_not_offer_is_refused_and_the_channel_lives_on(string type)
    {
        await using var stage = await Stage.SetAsync();
        var client = await stage.OpenSessionAsync();
        client.Ssh!.SendRequest(System.Text.Encoding.ASCII.GetBytes(type), wantsReply: true, []);
        await client.HearsAsync("failure");

        client.Ssh.SendExec("git-upload-pack '/team/app.git'"u8, wantsReply: true);

        var backend = await stage.BackendChannelAsync();
        await backend.UntilAsync("exec");
        await client.HearsAsync("success");
    }

    [Fact]
    public async Task The_backend_may_send_what_the_client_granted_and_no_more()
    {
        await using var stage = await Stage.SetAsync();
        var (client, backend) = await stage.RunAsync(window: 5000);

        Assert.Equal(5000, backend.Ssh!.RemoteWindow);
        Assert.Equal(5000, backend.Ssh.Send(new byte[10_000]));
        client.Ssh!.Grant(3000);

        Assert.Equal("window 3000", (await backend.UntilAsync("window"))[^1]);
        Assert.Equal(3000, backend.Ssh.RemoteWindow);
    }

    [Fact]
    public async Task A_client_with_a_huge_window_that_reads_nothing_costs_the_cap()
    {
        await using var stage = await Stage.SetAsync();
        var (_, backend) = await stage.RunAsync(window: 1 << 30);

        Assert.Equal(Stage.Cap, backend.Ssh!.RemoteWindow);
    }

    [Theory]
    [InlineData(1u, 32u * 1024, 500)]
    [InlineData(100u, 256u, 20_000)]
    [InlineData(40_000u, 32u * 1024, 2_000_000)]
    public async Task Every_byte_passes_whatever_the_clients_window(uint window, uint maxPacket, int total)
    {
        await using var stage = await Stage.SetAsync();
        var (client, backend) = await stage.RunAsync(window, maxPacket);
        var sending = SendAllAsync(backend, total);

        // The client grants what it has taken, as all do.
        long granted = 0;
        while (granted < total)
        {
            var taken = client.DataBytes - granted;
            if (taken > 0) client.Ssh!.Grant((uint)taken);
            granted += taken;
            if (granted < total) await client.NextAsync();
        }
        await sending;

        backend.Ssh!.SendEof();
        await client.UntilAsync("eof");
        Assert.Equal(total, client.DataBytes);
    }

    [Fact]
    public async Task Standard_error_stays_standard_error()
    {
        await using var stage = await Stage.SetAsync();
        var (client, backend) = await stage.RunAsync();

        backend.Ssh!.Send("remote: hook says no"u8, extendedType: 1);

        await client.UntilAsync("stderr");
        Assert.Equal("remote: hook says no", client.StandardError);
    }

    [Fact]
    public async Task A_second_exec_on_one_channel_is_refused()
    {
        await using var stage = await Stage.SetAsync();
        var (client, backend) = await stage.RunAsync();

        client.Ssh!.SendExec("git-receive-pack '/team/app.git'"u8, wantsReply: true);

        await client.UntilAsync("failure");
        backend.Ssh!.SendEof();
        await client.UntilAsync("eof");
    }

    /// <summary>Lets seconds go by in no time, one by one, because what waits for them may not wait yet.</summary>
    private static async Task PassTimeAsync(FakeTimeProvider time, Task until)
    {
        while (!until.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(until, Task.Delay(10));
        }
    }

    private static async Task<Dictionary<string, object?>> FailsAsync(Stage stage, string words)
    {
        var client = await stage.OpenSessionAsync();
        client.Ssh!.SendExec("git-upload-pack '/team/app.git'"u8, wantsReply: true);
        await client.HearsAsync("success", "stderr", "eof", "exit-status 128", "close");
        client.Ssh.SendClose();
        var access = await stage.Access.NextAsync();
        Assert.Contains(words, client.StandardError, StringComparison.Ordinal);
        Assert.Contains((string)access["requestId"]!, client.StandardError, StringComparison.Ordinal);
        Assert.Equal(RequestOutcome.Error, access["outcome"]);
        return access;
    }

    private static async Task SendAllAsync(RecordingChannel channel, int total)
    {
        var block = new byte[Math.Min(total, 32 * 1024)];
        Random.Shared.NextBytes(block);
        var sent = 0;
        while (sent < total)
        {
            var now = channel.Ssh!.Send(block.AsSpan(0, Math.Min(block.Length, total - sent)));
            sent += now;
            if (now == 0) await channel.NextAsync();
        }
    }
}

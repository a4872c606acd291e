using System.Net;
using System.Net.Sockets;

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

using Sluice.Proxy.Backends;
using Sluice.Proxy.Options;
using Sluice.Proxy.Tests.Sessions;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Backends.Pooling;

/// <summary>What one client, or one moment, must not be able to do to a shared connection.</summary>
[Collection(nameof(Stage))]
public sealed class UglyEndTests
{
    [Fact]
    public async Task Signals_of_one_client_do_not_end_the_connection_that_another_is_on()
    {
        using var goesOn = new ManualResetEventSlim(initialState: true);
        var pool = new PoolModel { MinIdle = 0, MaxConnections = 1 };
        await using var stage = await Stage.SetAsync(new StageOptions { Pool = pool, BackendGoesOn = goesOn });
        var (victim, victimBackend) = await stage.RunAsync();
        var attacker = await stage.ConnectAsync();
        var flood = await stage.OpenSessionAsync(client: attacker);
        flood.Ssh!.SendExec("git-upload-pack '/team/app.git'"u8, wantsReply: true);
        await (await stage.BackendChannelAsync()).UntilAsync("exec");
        await flood.UntilAsync("success");
        Assert.Single(stage.BackendConnections);

        // The backend is busy with a channel's opening and reads nothing meanwhile.
        goesOn.Reset();
        var third = await stage.OpenSessionAsync(client: attacker);
        third.Ssh!.SendExec("git-upload-pack '/team/app.git'"u8, wantsReply: true);
        var signal = new byte[4 + 56];
        signal[3] = 56;
        signal.AsSpan(4).Fill((byte)'A');
        for (var round = 0; round < 60 && stage.BackendConnections[0].IsAlive && flood.Ssh.Connection.IsAlive; round++)
        {
            for (var i = 0; i < 4000; i++) flood.Ssh.SendRequest("signal"u8, wantsReply: false, signal);
            flood.Ssh.SendRequest("sync"u8, wantsReply: true, []);
            await Task.WhenAny(flood.UntilAsync("failure"), Task.Delay(3000, TestContext.Current.CancellationToken));
        }
        goesOn.Set();

        await Task.Delay(1000, TestContext.Current.CancellationToken);
        Assert.Equal("", victim.StandardError);
        Assert.True(stage.BackendConnections[0].IsAlive, "the shared connection is gone");
        victimBackend.Ssh!.Send("still here"u8);
        await victim.UntilAsync("data still here");
    }

    [Fact]
    public async Task A_request_whose_client_left_before_the_answer_is_over_within_seconds()
    {
        var time = new FakeTimeProvider();
        await using var stage = await Stage.SetAsync(new StageOptions { BackendAgrees = false, Time = time });
        var (client, backend) = await stage.RunAsync();
        var access = stage.Access.NextAsync();

        client.Ssh!.Connection.Close(EndReason.PeerClosed, "bye");
        await backend.UntilAsync("close");
        backend.Ssh!.SendRequestReply(true);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        for (var i = 0; i < 60 && !access.IsCompleted; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.True(access.IsCompleted, "the request is not over a minute after its client has left");
    }

    [Fact]
    public async Task Without_a_queue_a_connection_is_made_for_who_finds_none()
    {
        await using var stage = await Stage.SetAsync(new StageOptions { Pool = new PoolModel { MinIdle = 0, QueueLength = 0 } });
        var client = await stage.OpenSessionAsync();

        client.Ssh!.SendExec("git-upload-pack '/team/app.git'"u8, wantsReply: true);

        Assert.DoesNotContain("exit-status 128", await client.UntilAsync("success"));
        await (await stage.BackendChannelAsync()).UntilAsync("exec");
    }

    [Fact]
    public async Task A_probe_of_a_backend_that_says_nothing_is_no_success()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var key = SshPrivateKey.GenerateEd25519();
        var ssh = new SshClientOptions { User = "git", IdentityKey = key, HostKeys = [key.PublicKey], ConnectTimeout = TimeSpan.FromSeconds(10) };
        var model = new BackendModel("main", "127.0.0.1", ((IPEndPoint)silent.LocalEndpoint).Port, ssh, [])
        {
            Pool = new PoolModel { MinIdle = 0, QueueTimeout = TimeSpan.FromSeconds(1) },
        };
        var backend = new Backend(model, HealthModel.Default, new SshConnector(NullLoggerFactory.Instance), NullLogger.Instance, TimeProvider.System);

        var probe = HealthProbe.RunAsync(backend.Places, "main", TimeSpan.FromSeconds(5), TimeProvider.System);
        while (!probe.IsCompleted)
        {
            backend.OnTick(mayProbe: false);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        backend.Places.Close();

        Assert.NotEqual(ProbeVerdict.Good, (await probe).Verdict);
    }
}

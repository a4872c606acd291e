using System.Diagnostics;

using Microsoft.Extensions.Time.Testing;

using Sluice.Proxy.Commands;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Relay;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Sessions;

/// <summary>What one user, and all at one repository, may have at a time.</summary>
[Collection(nameof(Stage))]
public sealed class LimitTests
{
    private static readonly QuotaModel _onePerUser = new() { PerUser = 1, QueueTimeout = TimeSpan.FromSeconds(20) };

    [Fact]
    public async Task A_request_over_its_users_limit_waits_and_is_told_why_and_runs_when_one_has_ended()
    {
        await using var stage = await Stage.SetAsync(new StageOptions { Quotas = _onePerUser });
        var (first, firstAtBackend) = await stage.RunAsync();
        var second = await stage.OpenSessionAsync();
        second.Ssh!.SendExec("git-upload-pack 'team/other.git'"u8, wantsReply: true);
        await second.UntilAsync("stderr");
        Assert.Equal("sluice: you have 1 requests running, as many as a user may have at a time (MaxSessionsPerUser): yours waits for its turn\n", second.StandardError);

        End(firstAtBackend);
        await first.UntilAsync("close");
        first.Ssh!.SendClose();
        await (await stage.BackendChannelAsync()).UntilAsync("exec");
    }

    [Fact]
    public async Task A_wait_is_bounded_and_ends_with_a_sentence()
    {
        await using var stage = await Stage.SetAsync(new StageOptions { Quotas = _onePerUser with { QueueTimeout = TimeSpan.Zero } });
        await stage.RunAsync();
        var second = await stage.OpenSessionAsync();
        second.Ssh!.SendExec("git-upload-pack 'team/other.git'"u8, wantsReply: true);
        await second.UntilAsync("close");
        Assert.EndsWith(
            "for team/other.git: you have 1 requests running, as many as a user may have at a time (MaxSessionsPerUser): wait until one of them ends, then try again.\n",
            second.StandardError, StringComparison.Ordinal);
        second.Ssh.SendClose();

        var access = await stage.Access.NextAsync();
        Assert.Equal((EndReason.Limited, Side.Proxy), (access["reason"], access["closedBy"]));
    }

    [Fact]
    public async Task A_repository_has_places_by_service()
    {
        var quotas = new QuotaModel
        {
            PerRepository = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(new Dictionary<HostingService, int> { [HostingService.GitUploadPack] = 1 }),
            QueueTimeout = TimeSpan.Zero,
        };
        await using var stage = await Stage.SetAsync(new StageOptions { Quotas = quotas });
        await stage.RunAsync();

        var refused = await stage.OpenSessionAsync();
        refused.Ssh!.SendExec("git-upload-pack 'team/app.git'"u8, wantsReply: true);
        await refused.UntilAsync("close");
        Assert.EndsWith(
            ": 1 git-upload-pack requests are running at this repository, as many as there may be at a time (MaxSessionsPerRepository): try again in a minute.\n",
            refused.StandardError, StringComparison.Ordinal);

        foreach (var command in new[] { "git-receive-pack 'team/app.git'", "git-upload-pack 'team/other.git'" })
        {
            var client = await stage.OpenSessionAsync();
            client.Ssh!.SendExec(System.Text.Encoding.UTF8.GetBytes(command), wantsReply: true);
            await (await stage.BackendChannelAsync()).UntilAsync("exec");
        }
    }

    [Fact]
    public async Task A_users_bandwidth_is_kept_by_withholding_credit()
    {
        var time = new FakeTimeProvider();
        await using var stage = await Stage.SetAsync(new StageOptions { Quotas = new QuotaModel { BandwidthPerUser = 64 << 10 }, Time = time });
        var (client, backend) = await stage.RunAsync(window: 8 << 20);
        var block = new byte[16 * 1024];
        await SendAllAsync(backend, client, block, 64 * 1024);

        // What is over the rate is made up for before the backend may send more, however much the client would take.
        Assert.Equal(0, backend.Ssh!.RemoteWindow);
        time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(0, backend.Ssh.RemoteWindow);
        time.Advance(TimeSpan.FromMilliseconds(500));
        await backend.UntilAsync("window");
        Assert.InRange(backend.Ssh.RemoteWindow, 1, 64 * 1024);
        End(backend);
        await client.UntilAsync("close");
        client.Ssh!.SendClose();
    }

    [Fact]
    public async Task What_passes_while_a_rate_withholds_credit_is_our_own_time()
    {
        var time = new FakeTimeProvider();
        await using var stage = await Stage.SetAsync(new StageOptions { Quotas = new QuotaModel { BandwidthPerUser = 64 << 10 }, Time = time });
        var (client, backend) = await stage.RunAsync(window: 8 << 20);
        var request = stage.Live.Running.Single();
        await SendAllAsync(backend, client, new byte[16 * 1024], 64 * 1024);
        var before = request.View().Waits.Proxy;

        time.Advance(TimeSpan.FromMilliseconds(600));

        var view = request.View();
        Assert.Equal(Side.Proxy, view.Owes);
        Assert.Equal(TimeSpan.FromMilliseconds(600), view.Waits.Proxy - before);
        time.Advance(TimeSpan.FromMilliseconds(500));
        await backend.UntilAsync("window");
        End(backend);
        await client.UntilAsync("close");
        client.Ssh!.SendClose();
    }

    /// <summary>No receive loop stands above a timer: what escaped there would end the process.</summary>
    [Fact]
    public async Task A_mistake_while_a_rate_grants_credit_again_costs_that_request_alone()
    {
        var time = new MistakenTime();
        await using var stage = await Stage.SetAsync(new StageOptions { Quotas = new QuotaModel { BandwidthPerUser = 64 << 10 }, Time = time });
        var (client, backend) = await stage.RunAsync(window: 8 << 20);
        await SendAllAsync(backend, client, new byte[16 * 1024], 64 * 1024);

        time.CallsOfThrottle = 0;
        time.Advance(TimeSpan.FromSeconds(2));

        await client.UntilAsync("close");
        Assert.StartsWith("sluice: something went wrong inside Sluice", client.StandardError, StringComparison.Ordinal);
        client.Ssh!.SendClose();
        await backend.UntilAsync("close");
        backend.Ssh!.SendClose();
        Assert.Equal(EndReason.InternalError, (await stage.Access.NextAsync())["reason"]);
        await stage.RunAsync();
    }

    /// <summary>Fails once, when a rate that was made up for is asked whether it holds a flow still.</summary>
    private sealed class MistakenTime : FakeTimeProvider
    {
        /// <summary>Counted from the moment that it is set.</summary>
        public int? CallsOfThrottle { get; set; }

        public override long GetTimestamp()
        {
            if (CallsOfThrottle is { } calls && new StackTrace().GetFrames().Any(frame => frame.GetMethod()?.DeclaringType == typeof(Throttle)))
            {
                CallsOfThrottle = calls + 1;
                if (CallsOfThrottle == 2) throw new InvalidOperationException("no time");
            }
            return base.GetTimestamp();
        }
    }

    private static async Task SendAllAsync(RecordingChannel backend, RecordingChannel client, byte[] block, int bytes)
    {
        for (var sent = 0; sent < bytes; sent += block.Length) backend.Ssh!.Send(block);
        while (client.DataBytes < bytes) await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    private static void End(RecordingChannel backend)
    {
        backend.Ssh!.SendEof();
        backend.Ssh.SendExitStatus(0);
        backend.Ssh.SendClose();
    }
}

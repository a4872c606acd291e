using Sluice.Testing.InMemory;
using Sluice.Testing.Peers;

using Xunit;

namespace Sluice.Transport.Tests.Hostile;

/// <summary>Peers that ask without end and read nothing, and peers that make us wait: each is bounded in memory or time.</summary>
public sealed class FloodTests
{
    private static readonly SubjectOptions _hasty = new() { Grace = TimeSpan.FromSeconds(3) };

    public static TheoryData<string> Floods => ["PING", "unknown messages", "global requests", "channel opens", "channel requests"];

    [Theory, MemberData(nameof(Floods))]
    public async Task Who_asks_without_reading_is_sent_away(string flood)
    {
        byte[] question = flood switch
        {
            "PING" => Say.Ping(new string('x', 30_000)),
            "unknown messages" => new Payload(200),
            "global requests" => Say.GlobalRequest("anything"),
            "channel opens" => Say.ChannelOpen("x11"),
            _ => Say.Request(0, "anything"),
        };
        var (here, there) = MemoryLink.CreatePair();
        var subject = Subject.Server(there, new SubjectOptions { Sessions = new RefusingObserver() });
        using var peer = new RawPeer(here, isServer: false);
        await peer.ReachAsync(Scene.SessionOpen);
        for (var i = 0; i < 200_000 && subject.Connection.IsAlive; i++)
        {
            // The link closes under the flood when its end has come.
            await peer.SendAsync(question);
        }
        Assert.Equal(new End(EndReason.PeerNotReading, EndSide.Peer, "The peer does not read what it asked for."), await subject.EndAsync());
    }

    [Fact]
    public async Task Who_says_nothing_before_the_login_is_sent_away()
    {
        var (here, there) = MemoryLink.CreatePair();
        var subject = Subject.Server(there, _hasty);
        using var peer = new RawPeer(here, isServer: false);
        await peer.ReachAsync(Scene.Keyed);
        Assert.Contains(await peer.ReadToEndAsync(), payload => payload[0] == 1);
        peer.Dispose();
        Assert.Equal(new End(EndReason.GraceExceeded, EndSide.Peer, "Not authenticated in time."), await subject.EndAsync());
    }

    [Fact]
    public async Task A_key_exchange_that_is_begun_and_not_finished_ends_the_connection()
    {
        var (here, there) = MemoryLink.CreatePair();
        var subject = Subject.Server(there, _hasty);
        using var peer = new RawPeer(here, isServer: false);
        await peer.ReachAsync(Scene.LoggedIn);
        using var machine = peer.CreateMachine();
        await peer.SendAsync(machine.OwnInitPayload);
        Assert.Contains(await peer.ReadToEndAsync(), payload => payload[0] == 1);
        peer.Dispose();
        Assert.Equal(new End(EndReason.GraceExceeded, EndSide.Peer, "A key exchange did not finish in time."), await subject.EndAsync());
    }

    [Fact]
    public async Task A_directory_that_never_answers_costs_the_grace_time_and_no_more()
    {
        var (here, there) = MemoryLink.CreatePair();
        var never = new TaskCompletionSource();
        var subject = Subject.Server(there, _hasty with { Directory = never.Task });
        using var peer = new RawPeer(here, isServer: false);
        await peer.ReachAsync(Scene.Served);
        await peer.SendAsync(peer.SignedRequest(PeerKeys.User));
        Assert.Contains(await peer.ReadToEndAsync(), payload => payload[0] == 1);
        peer.Dispose();
        Assert.Equal(EndReason.GraceExceeded, (await subject.EndAsync()).Reason);
    }

    [Fact]
    public async Task A_look_up_ends_with_its_connection()
    {
        var (here, there) = MemoryLink.CreatePair();
        var never = new TaskCompletionSource();
        var subject = Subject.Server(there, new SubjectOptions { Directory = never.Task });
        using var peer = new RawPeer(here, isServer: false);
        await peer.ReachAsync(Scene.Served);
        await peer.SendAsync(peer.SignedRequest(PeerKeys.User));
        await Task.Delay(100, TestContext.Current.CancellationToken);
        subject.Connection.Close(EndReason.Drained, "Enough.");
        await peer.ReadToEndAsync();
        peer.Dispose();
        Assert.Equal(new End(EndReason.Drained, EndSide.Local, "Enough."), await subject.EndAsync());
    }

    private sealed class RefusingObserver : SilentObserver
    {
        public override void OnRequest(SshChannel channel, in ChannelRequest request)
        {
            if (request.WantsReply) channel.SendRequestReply(false);
        }
    }
}

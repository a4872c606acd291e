using System.Buffers.Binary;
using System.Threading.Channels;

using Sluice.Testing.InMemory;
using Sluice.Testing.Peers;

using Xunit;

namespace Sluice.Transport.Tests.Connection;

/// <summary>A server's odd answers to a channel that we open, and what a mistake of the channel's observer costs.</summary>
public sealed class ChannelAnswerTests
{
    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(255u)]
    public Task A_channel_that_takes_tiny_packets_only_counts_as_refused_and_is_closed(uint maxPacket) => MeetAsync(async (peer, subject) =>
    {
        var declined = await OpenAsync(peer, subject);
        await peer.SendAsync(Say.Confirmation(0, sender: 7, maxPacket: maxPacket));
        Assert.StartsWith("refused 4 The peer's channel takes packets of less than 256", await declined.NextAsync(), StringComparison.Ordinal);
        Assert.Equal(7u, BinaryPrimitives.ReadUInt32BigEndian((await peer.ExpectAsync(97)).AsSpan(1)));
        await peer.SendAsync(Say.Data(0, 100), Say.Close(0), Say.Ping("heard"));
        await peer.ExpectAsync(193);

        // The connection lives on, with the same number once more.
        var taken = await OpenAsync(peer, subject, number: 0);
        await peer.SendAsync(Say.Confirmation(0, sender: 8, maxPacket: 256));
        Assert.Equal("opened", await taken.NextAsync());
        Assert.False(declined.HasMore);
    });

    [Fact]
    public Task A_reason_for_a_refusal_is_one_line_of_bounded_length() => MeetAsync(async (peer, subject) =>
    {
        var refused = await OpenAsync(peer, subject);
        await peer.SendAsync(new Payload(92).U32(0).U32(2).Text($"a\r\n\u001b[2Jb\u202e\u2028{new string('x', 30_000)}").Text(""));
        Assert.Equal($"refused 2 a???[2Jb??{new string('x', 246)}", await refused.NextAsync());
    });

    [Fact]
    public async Task After_a_mistake_an_observer_hears_of_the_end_when_the_peer_has_closed()
    {
        var (here, there) = MemoryLink.CreatePair();
        var subject = Subject.Client(there);
        using var peer = new RawPeer(here, isServer: true);
        await peer.ReachAsync(Scene.LoggedIn);
        await subject.ReadyAsync();
        var failing = await OpenAsync(peer, subject);
        await peer.SendAsync(Say.Confirmation(0));
        Assert.Equal("opened", await failing.NextAsync());

        // EOF is what this observer cannot take.
        await peer.SendAsync(Say.Eof(0));
        await peer.ExpectAsync(97);
        await peer.SendAsync(Say.Request(0, "exit-status", wantsReply: false).U32(0), Say.Ping("heard"));
        await peer.ExpectAsync(193);
        Assert.False(failing.HasMore);
        await peer.SendAsync(Say.Close(0));
        Assert.Equal("ended InternalError", await failing.NextAsync());

        // The other way round: CLOSE is here already.
        var closing = await OpenAsync(peer, subject, number: 0, failsAtClose: true);
        await peer.SendAsync(Say.Confirmation(0), Say.Close(0));
        Assert.Equal("opened", await closing.NextAsync());
        Assert.Equal("ended InternalError", await closing.NextAsync());
        await OpenAsync(peer, subject, number: 0);

        peer.Dispose();
        var logged = await Assert.ThrowsAsync<InvalidOperationException>(subject.EndAsync);
        Assert.Contains("This observer fails.", logged.Message, StringComparison.Ordinal);
    }

    private static async Task MeetAsync(Func<RawPeer, Subject, Task> play)
    {
        var (here, there) = MemoryLink.CreatePair();
        var subject = Subject.Client(there);
        using var peer = new RawPeer(here, isServer: true);
        await peer.ReachAsync(Scene.LoggedIn);
        await subject.ReadyAsync();
        await play(peer, subject);
        peer.Dispose();
        Assert.Equal(EndReason.PeerClosed, (await subject.EndAsync()).Reason);
    }

    private static async Task<Ear> OpenAsync(RawPeer peer, Subject subject, uint number = 0, bool failsAtClose = false)
    {
        var ear = new Ear(failsAtClose);
        subject.Connection.OpenSession(ear, 64 * 1024, 32 * 1024);
        // string "session", then our number.
        Assert.Equal(number, BinaryPrimitives.ReadUInt32BigEndian((await peer.ExpectAsync(90)).AsSpan(12)));
        return ear;
    }

    /// <summary>Says what it hears.</summary>
    private sealed class Ear(bool failsAtClose) : SilentObserver
    {
        private readonly Channel<string> _heard = System.Threading.Channels.Channel.CreateUnbounded<string>();

        public bool HasMore => _heard.Reader.TryPeek(out _);

        public async Task<string> NextAsync() => await _heard.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

        public override void OnOpened(SshChannel channel) => _heard.Writer.TryWrite("opened");

        public override void OnOpenRefused(SshChannel channel, uint reasonCode, string description) => _heard.Writer.TryWrite($"refused {reasonCode} {description}");

        public override void OnData(SshChannel channel, in ChannelData data) => _heard.Writer.TryWrite("data");

        public override void OnRequest(SshChannel channel, in ChannelRequest request) => _heard.Writer.TryWrite("request");

        public override void OnEof(SshChannel channel) => throw new InvalidOperationException("This observer fails.");

        public override void OnClosed(SshChannel channel)
        {
            if (failsAtClose) throw new InvalidOperationException("This observer fails.");
            channel.SendClose();
        }

        public override void OnEnded(SshChannel channel, End? end) => _heard.Writer.TryWrite($"ended {end?.Reason}");
    }
}

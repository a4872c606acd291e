using System.Buffers.Binary;

using Sluice.Testing.InMemory;
using Sluice.Testing.Peers;

using Xunit;

namespace Sluice.Transport.Tests.Hostile;

/// <summary>Odd things that peers may do: they get an answer or none, and the connection lives on.</summary>
public sealed class ToleranceTests
{
    [Fact]
    public Task Unknown_messages_are_answered_with_unimplemented() => LivesAsync(Scene.LoggedIn, async peer =>
    {
        var sequence = peer.NextSequence;
        await peer.SendAsync(new Payload(200).Text("x"));
        Assert.Equal(sequence, BinaryPrimitives.ReadUInt32BigEndian((await peer.ExpectAsync(3)).AsSpan(1)));
    });

    [Fact]
    public Task Authentication_requests_after_success_are_ignored() => LivesAsync(Scene.LoggedIn, peer => peer.SendAsync(peer.SignedRequest(PeerKeys.Stranger, "root")));

    [Fact]
    public Task Ignore_debug_and_unimplemented_are_ignored() =>
        LivesAsync(Scene.LoggedIn, peer => peer.SendAsync(Say.Ignore(), new Payload(4).Bool(true).Text("hi").Text(""), new Payload(3).U32(0)));

    [Fact]
    public Task Global_requests_are_refused() => LivesAsync(Scene.LoggedIn, async peer =>
    {
        await peer.SendAsync(Say.GlobalRequest("tcpip-forward"), Say.GlobalRequest("no-more-sessions@openssh.com", wantsReply: false));
        await peer.ExpectAsync(82);
    });

    [Theory]
    [InlineData("direct-tcpip")]
    [InlineData("x11")]
    [InlineData("")]
    public Task Channels_that_are_no_sessions_are_refused(string type) => LivesAsync(Scene.LoggedIn, async peer =>
    {
        await peer.SendAsync(Say.ChannelOpen(type, sender: 77));
        var refusal = await peer.ExpectAsync(92);
        Assert.Equal((77u, 1u), (Number(refusal, 1), Number(refusal, 5)));
    });

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    public Task Channels_that_take_tiny_packets_only_are_refused(uint maxPacket) => LivesAsync(Scene.LoggedIn, async peer =>
    {
        await peer.SendAsync(Say.ChannelOpen(sender: 5, maxPacket: maxPacket));
        var refusal = await peer.ExpectAsync(92);
        Assert.Equal((5u, 4u), (Number(refusal, 1), Number(refusal, 5)));
    });

    [Fact]
    public Task The_eleventh_session_is_refused() => LivesAsync(Scene.LoggedIn, async peer =>
    {
        for (uint i = 0; i < 11; i++) await peer.SendAsync(Say.ChannelOpen(sender: i));
        for (uint i = 0; i < 10; i++) Assert.Equal(i, Number(await peer.ExpectAsync(91), 1));
        Assert.Equal(10u, Number(await peer.ExpectAsync(92), 1));
    });

    [Fact]
    public Task A_channel_number_is_free_again_once_both_sides_closed() => LivesAsync(Scene.SessionOpen, async peer =>
    {
        await peer.SendAsync(Say.Close(0));
        await peer.ExpectAsync(97);
        await peer.SendAsync(Say.ChannelOpen(sender: 5));
        var confirmation = await peer.ExpectAsync(91);
        Assert.Equal((5u, 0u), (Number(confirmation, 1), Number(confirmation, 5)));
    });

    [Fact]
    public Task A_window_of_just_2_to_the_32_less_1_is_taken() =>
        LivesAsync(Scene.SessionOpen, peer => peer.SendAsync(Say.Adjust(0, uint.MaxValue - (1 << 20)), Say.Adjust(0, 0)));

    [Fact]
    public Task The_whole_window_may_be_used() =>
        LivesAsync(Scene.SessionOpen, peer => peer.SendAsync(Say.Data(0, 32 * 1024), Say.ExtendedData(0, 1, 32 * 1024), Say.Data(0, 0), Say.Eof(0)));

    [Fact]
    public Task A_key_exchange_of_the_peers_is_answered() => LivesAsync(Scene.SessionOpen, async peer =>
    {
        await peer.ExchangeKeysAsync();
        await peer.SendAsync(Say.Data(0, 100));
        await peer.ExchangeKeysAsync();
    });

    [Fact]
    public Task Ext_info_is_the_first_thing_that_a_server_says_under_keys() => LivesAsync(Scene.Keyed, async peer =>
    {
        Assert.Equal(7, (await peer.ReceiveAsync())![0]);
        await peer.SendAsync(Say.ServiceRequest());
        await peer.ExpectAsync(6);
        await peer.SendAsync(peer.SignedRequest());
        await peer.ExpectAsync(52);
    });

    [Fact]
    public Task A_client_may_send_ext_info_after_its_keys() => LivesAsync(Scene.Keyed, async peer =>
    {
        await peer.SendAsync(Say.ExtInfo(), Say.ServiceRequest());
        await peer.ExpectAsync(6);
        await peer.SendAsync(peer.SignedRequest());
        await peer.ExpectAsync(52);
    });

    [Fact]
    public Task A_question_about_a_key_a_bad_signature_and_the_password_method_count_as_no_login() => LivesAsync(Scene.Served, async peer =>
    {
        var key = PeerKeys.User.PublicKey.Blob.ToArray();
        await peer.SendAsync(Say.AuthRequest(method: "password").Bool(false).Text("secret"));
        await peer.ExpectAsync(51);
        await peer.SendAsync(Say.KeyRequest(PeerKeys.Stranger.PublicKey.Blob.Span));
        await peer.ExpectAsync(51);
        await peer.SendAsync(Say.KeyRequest(key, signature: new Payload(0)));
        await peer.ExpectAsync(51);
        await peer.SendAsync(Say.KeyRequest(key, algorithm: "rsa-sha2-512"));
        await peer.ExpectAsync(51);
        await peer.SendAsync(Say.KeyRequest(key));
        await peer.ExpectAsync(60);
        await peer.SendAsync(peer.SignedRequest());
        await peer.ExpectAsync(52);
    });

    [Fact]
    public async Task A_client_takes_lines_before_the_servers_identification()
    {
        var (here, there) = MemoryLink.CreatePair(drip: 1);
        var subject = Subject.Client(there);
        using var peer = new RawPeer(here, isServer: true);
        await peer.SendRawAsync("Welcome.\r\n\r\nUnauthorised use is forbidden.\nSSH is our joy\r\n"u8.ToArray());
        await peer.ReachAsync(Scene.LoggedIn);
        await subject.ReadyAsync();
        Assert.Equal(peer.Identification, subject.Connection.RemoteIdentification);
        peer.Dispose();
        Assert.Equal(EndReason.PeerClosed, (await subject.EndAsync()).Reason);
    }

    [Theory]
    [InlineData("SSH-1.99-old")]
    [InlineData("SSH-2.0-")]
    [InlineData("SSH-2.0-a b c ~")]
    public async Task Odd_identifications_are_taken(string line)
    {
        var (here, there) = MemoryLink.CreatePair();
        var subject = Subject.Server(there);
        using var peer = new RawPeer(here, isServer: false) { Identification = line };
        await peer.ReachAsync(Scene.LoggedIn);
        Assert.Equal(line, subject.Connection.RemoteIdentification);
        peer.Dispose();
        Assert.Equal(EndReason.PeerClosed, (await subject.EndAsync()).Reason);
    }

    [Fact]
    public async Task Keys_are_renewed_after_as_many_bytes_as_were_asked_for()
    {
        var (here, there) = MemoryLink.CreatePair();
        var subject = Subject.Server(there, new SubjectOptions { RekeyBytes = 20_000 });
        using var peer = new RawPeer(here, isServer: false);
        await peer.ReachAsync(Scene.SessionOpen);
        await peer.SendAsync(Say.Data(0, 10_000), Say.Ping("before"));
        await peer.ExpectAsync(193);
        await peer.SendAsync(Say.Data(0, 10_000), Say.Ping("after"));
        await peer.ExpectAsync(20);
        peer.Dispose();
        Assert.Equal(EndReason.PeerClosed, (await subject.EndAsync()).Reason);
    }

    [Theory]
    [InlineData(nameof(Scene.Linked))]
    [InlineData(nameof(Scene.Identified))]
    [InlineData(nameof(Scene.Keyed))]
    [InlineData(nameof(Scene.Served))]
    [InlineData(nameof(Scene.LoggedIn))]
    [InlineData(nameof(Scene.SessionOpen))]
    public async Task A_peer_may_vanish_at_any_time(string where)
    {
        var scene = Enum.Parse<Scene>(where);
        foreach (var isServer in new[] { false, true })
        {
            if (isServer && scene == Scene.SessionOpen) continue;
            var (here, there) = MemoryLink.CreatePair();
            var subject = isServer ? Subject.Client(there) : Subject.Server(there);
            using var peer = new RawPeer(here, isServer);
            await peer.ReachAsync(scene);
            peer.Dispose();
            var end = await subject.EndAsync();
            Assert.True(end is { Reason: EndReason.PeerClosed or EndReason.ConnectionLost, Side: EndSide.Peer }, end.ToString());
        }
    }

    [Fact]
    public async Task Disconnect_ends_the_connection_in_order()
    {
        var (here, there) = MemoryLink.CreatePair();
        var subject = Subject.Server(there);
        using var peer = new RawPeer(here, isServer: false);
        await peer.ReachAsync(Scene.LoggedIn);
        await peer.SendAsync(new Payload(1).U32(11).Text("bye").Text(""));
        Assert.Equal(new End(EndReason.PeerClosed, EndSide.Peer, "The peer is done and disconnected"), await subject.EndAsync());
    }

    /// <summary>Plays, asks for a sign of life, and leaves.</summary>
    private static async Task LivesAsync(Scene scene, Func<RawPeer, Task> play)
    {
        foreach (var drip in new[] { int.MaxValue, 1 })
        {
            var (here, there) = MemoryLink.CreatePair(drip);
            var subject = Subject.Server(there);
            using var peer = new RawPeer(here, isServer: false);
            await peer.ReachAsync(scene);
            await play(peer);
            await peer.SendAsync(Say.Ping("alive"));
            Assert.Equal<byte>(new Payload(193).Text("alive"), await peer.ExpectAsync(193));
            Assert.Equal("git", subject.Connection.User);
            peer.Dispose();
            Assert.Equal(EndReason.PeerClosed, (await subject.EndAsync()).Reason);
        }
    }

    private static uint Number(byte[] payload, int at) => BinaryPrimitives.ReadUInt32BigEndian(payload.AsSpan(at));
}

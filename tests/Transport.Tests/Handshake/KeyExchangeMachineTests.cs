using Sluice.Transport.Crypto.KeyExchange;
using Sluice.Transport.Crypto.Protection;
using Sluice.Transport.Handshake;
using Xunit;

namespace Sluice.Transport.Tests.Handshake;

public sealed class KeyExchangeMachineTests
{
    public static TheoryData<string> KexAlgorithms => [.. KeyExchangeAlgorithms.All.Select(algorithm => algorithm.Name)];

    public static TheoryData<string> Ciphers => [.. ProtectionAlgorithms.Ciphers.Select(algorithm => algorithm.Name)];

    public static TheoryData<string> Macs => [.. ProtectionAlgorithms.Macs.Select(algorithm => algorithm.Name)];

    [Theory, MemberData(nameof(KexAlgorithms))]
    public void Both_roles_come_to_the_same_keys(string name)
    {
        var wish = new AlgorithmPreferences { KexAlgorithms = name };
        using var pair = new MachinePair(wish, wish);
        Assert.Equal(KexAction.SendNewKeys, pair.Run().Action);
        Assert.Equal(name, pair.Server.Algorithms!.KeyExchange.Name);
        Assert.Equal(pair.Client.Hash, pair.Server.Hash);
        pair.AssertKeysFit();
        byte[] numbers = name.Contains("group-exchange", StringComparison.Ordinal) ? [34, 31, 32, 33] : [30, 31];
        Assert.Equal(numbers, pair.Numbers);
    }

    [Theory, MemberData(nameof(Ciphers))]
    public void Each_cipher_gets_its_keys(string name) => AssertKeysFit(new AlgorithmPreferences { Ciphers = name });

    [Theory, MemberData(nameof(Macs))]
    public void Each_mac_gets_its_keys(string name) => AssertKeysFit(new AlgorithmPreferences { Ciphers = "aes128-ctr", MACs = name });

    /// <summary>SHA-1 gives 20 bytes at a time, so that a key of 64 is made of four parts.</summary>
    [Fact]
    public void Keys_longer_than_the_hash_are_extended() =>
        AssertKeysFit(new AlgorithmPreferences { KexAlgorithms = "diffie-hellman-group14-sha1", Ciphers = "chacha20-poly1305@openssh.com" });

    [Fact]
    public void A_later_exchange_hashes_the_first_session_id_into_its_keys()
    {
        using var one = new MachinePair(sessionId: new byte[32]);
        Assert.Equal(KexAction.SendNewKeys, one.Run().Action);
        one.AssertKeysFit();
        var (client, server) = (new byte[32], new byte[32]);
        server[0] = 1;
        using var clientOnly = new MachinePair(sessionId: client);
        using var serverOnly = new MachinePair(sessionId: server);
        var init = serverOnly.Server.OwnInitPayload;
        var step = clientOnly.Client.OnKexInit(init);
        serverOnly.Server.OnKexInit(clientOnly.Client.OwnInitPayload);
        Assert.Equal(KexAction.SendNewKeys, clientOnly.Client.OnMessage(serverOnly.Server.OnMessage(step.Message!).Message!).Action);
        Assert.Equal(clientOnly.Client.Hash, serverOnly.Server.Hash);
        using var sealer = clientOnly.Client.CreateSealer();
        using var opener = serverOnly.Server.CreateOpener();
        byte[] frame = [0, 0, 0, 16, 4, .. new byte[15]];
        var packet = new byte[frame.Length + sealer.TagLength];
        sealer.Seal(0, frame, packet);
        opener.OpenLength(0, packet.AsSpan(0, opener.HeaderLength));
        Assert.False(opener.TryOpen(0, packet));
    }

    [Fact]
    public void Markers_are_told_only_in_the_first_exchange()
    {
        using var first = new MachinePair();
        first.Run();
        Assert.True(first.Client.IsStrict && first.Server.IsStrict && first.Server.PeerWantsExtInfo);
        Assert.False(first.Client.PeerWantsExtInfo);
        using var later = new MachinePair(sessionId: new byte[32]);
        later.Run();
        Assert.False(later.Client.IsStrict || later.Server.IsStrict || later.Server.PeerWantsExtInfo);
    }

    [Fact]
    public void The_clients_order_decides()
    {
        using var pair = new MachinePair(
            new AlgorithmPreferences { KexAlgorithms = "ecdh-sha2-nistp521,curve25519-sha256", Ciphers = "aes256-ctr,aes128-ctr", MACs = "hmac-sha2-512" },
            new AlgorithmPreferences { KexAlgorithms = "curve25519-sha256,ecdh-sha2-nistp521", Ciphers = "aes128-ctr,aes256-ctr" });
        Assert.Equal(KexAction.SendNewKeys, pair.Run().Action);
        var chosen = pair.Server.Algorithms!;
        Assert.Equal("ecdh-sha2-nistp521", chosen.KeyExchange.Name);
        Assert.Equal("aes256-ctr", chosen.CipherClientToServer.Name);
        Assert.Equal("hmac-sha2-512", chosen.MacServerToClient!.Name);
        pair.AssertKeysFit();
    }

    [Theory]
    [InlineData("curve25519-sha256", "ecdh-sha2-nistp256", "No key exchange algorithm in common; the client offers curve25519-sha256,ext-info-c,kex-strict-c-v00@openssh.com.")]
    public void Nothing_in_common_is_told(string client, string server, string detail)
    {
        using var pair = new MachinePair(new AlgorithmPreferences { KexAlgorithms = client }, new AlgorithmPreferences { KexAlgorithms = server });
        var step = pair.Server.OnKexInit(pair.Client.OwnInitPayload);
        Assert.Equal(new End(EndReason.KeyExchangeFailed, EndSide.Peer, detail), step.End);
    }

    [Fact]
    public void A_second_init_or_a_message_out_of_turn_is_a_violation()
    {
        using var pair = new MachinePair();
        AssertViolation(pair.Server.OnMessage([30, 0, 0, 0, 0]));
        Assert.Equal(KexAction.SendNewKeys, pair.Run().Action);
        AssertViolation(pair.Server.OnKexInit(pair.Client.OwnInitPayload));
        AssertViolation(pair.Server.OnMessage([30, 0, 0, 0, 0]));
        AssertViolation(pair.Client.OnMessage([31, 0, 0, 0, 0]));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(34)]
    [InlineData(49)]
    public void A_server_takes_no_message_of_another_method(byte number)
    {
        using var pair = new MachinePair();
        pair.Server.OnKexInit(pair.Client.OwnInitPayload);
        AssertViolation(pair.Server.OnMessage([number, 0, 0, 0, 0]));
    }

    [Fact]
    public void A_value_that_is_not_acceptable_ends_the_exchange()
    {
        using var pair = new MachinePair();
        pair.Server.OnKexInit(pair.Client.OwnInitPayload);
        var step = pair.Server.OnMessage([30, 0, 0, 0, 1, 7]);
        Assert.Equal(EndReason.KeyExchangeFailed, step.End!.Reason);
        Assert.Null(pair.Server.Hash);
    }

    [Fact]
    public void A_reply_whose_signature_was_touched_gives_no_keys()
    {
        using var pair = new MachinePair();
        var init = pair.Client.OnKexInit(pair.Server.OwnInitPayload);
        pair.Server.OnKexInit(pair.Client.OwnInitPayload);
        var reply = pair.Server.OnMessage(init.Message!).Message!;
        reply[^1] ^= 1;
        Assert.Equal(EndReason.KeyExchangeFailed, pair.Client.OnMessage(reply).End!.Reason);
        Assert.Null(pair.Client.Hash);
    }

    private static void AssertKeysFit(AlgorithmPreferences wish)
    {
        using var pair = new MachinePair(wish, wish);
        Assert.Equal(KexAction.SendNewKeys, pair.Run().Action);
        pair.AssertKeysFit();
    }

    private static void AssertViolation(KexStep step)
    {
        Assert.Equal(KexAction.Fail, step.Action);
        Assert.Equal(EndReason.ProtocolViolation, step.End!.Reason);
    }
}

using Sluice.Testing.Peers;
using Sluice.Transport.Crypto;
using Sluice.Transport.Handshake;
using Sluice.Transport.Tests.Crypto.Protection;

using Xunit;

namespace Sluice.Transport.Tests.Handshake;

/// <summary>The key exchange in both roles against each other, for everything that can be negotiated.</summary>
public sealed class KeyExchangeMachineTests
{
    private static readonly string[] _kex = AlgorithmCatalog.Create(new AlgorithmPreferences()).KexAlgorithms;
    private static readonly string[] _hostKeys = AlgorithmCatalog.Create(new AlgorithmPreferences()).HostKeyAlgorithms;

    public static TheoryData<string, string> KexAndHostKeys()
    {
        var data = new TheoryData<string, string>();
        foreach (var kex in _kex)
        {
            foreach (var hostKey in _hostKeys) data.Add(kex, hostKey);
        }
        return data;
    }

    public static TheoryData<string> Kex() => [.. _kex];

    [Theory, MemberData(nameof(KexAndHostKeys))]
    public void Both_roles_come_to_the_same_keys(string kex, string hostKeyAlgorithm)
    {
        var algorithms = new AlgorithmPreferences { KexAlgorithms = kex, HostKeyAlgorithms = hostKeyAlgorithm };
        using var pair = new MachinePair(algorithms, KeyFor(hostKeyAlgorithm));

        Assert.Null(pair.Run());

        Assert.Equal((kex, hostKeyAlgorithm), (pair.Client.Algorithms!.KeyExchange.Name, pair.Client.Algorithms.HostKeyAlgorithm));
        Assert.Equal(pair.Client.Algorithms, pair.Server.Algorithms);
        Assert.Equal(pair.Client.Hash, pair.Server.Hash);
        Assert.True(pair.Client.IsStrict && pair.Server.IsStrict && pair.Server.PeerWantsExtInfo);
        AssertKeysFit(pair);
    }

    [Theory, MemberData(nameof(Suite.Names), MemberType = typeof(Suite))]
    public void Keys_of_every_cipher_fit_in_both_directions(string cipher, string mac)
    {
        var algorithms = new AlgorithmPreferences { KexAlgorithms = "curve25519-sha256", Ciphers = cipher, MACs = mac.Length > 0 ? mac : null };
        using var pair = new MachinePair(algorithms, PeerKeys.Host);
        Assert.Null(pair.Run());
        AssertKeysFit(pair);
    }

    [Fact]
    public void A_later_exchange_keeps_the_session_id_and_announces_nothing()
    {
        var algorithms = new AlgorithmPreferences { KexAlgorithms = "curve25519-sha256" };
        using var first = new MachinePair(algorithms, PeerKeys.Host);
        Assert.Null(first.Run());
        using var second = new MachinePair(algorithms, PeerKeys.Host, first.Client.Hash);
        Assert.Null(second.Run());
        AssertKeysFit(second);
        Assert.NotEqual(first.Client.Hash, second.Client.Hash);
        Assert.False(second.Client.IsStrict || second.Server.IsStrict || second.Server.PeerWantsExtInfo);
    }

    [Theory, MemberData(nameof(Kex))]
    public void An_exchange_with_any_bit_flipped_fails(string kex)
    {
        var algorithms = new AlgorithmPreferences { KexAlgorithms = kex };
        int[] lengths;
        using (var pair = new MachinePair(algorithms, PeerKeys.Host))
        {
            Assert.Null(pair.Run());
            lengths = [.. pair.Transcript.Select(entry => entry.Message.Length)];
        }
        for (var message = 0; message < lengths.Length; message++)
        {
            // Every bit would take minutes with the slower methods: some of each part, always another bit of the byte.
            var stride = Math.Max(1, lengths[message] / 24);
            for (var at = 0; at < lengths[message]; at += stride)
            {
                using var pair = new MachinePair(algorithms, PeerKeys.Host);
                var end = pair.Run((index, bytes) => index == message ? Flipped(bytes, at, at % 8) : bytes);
                Assert.True(end is not null, $"message {message}, byte {at}: both agreed");
                Assert.Equal(EndSide.Peer, end.Side);
            }
        }
    }

    [Theory, MemberData(nameof(Kex))]
    public void An_exchange_whose_messages_are_cut_short_or_lengthened_fails(string kex)
    {
        var algorithms = new AlgorithmPreferences { KexAlgorithms = kex };
        foreach (var message in new[] { 0, 1 })
        {
            foreach (var keep in new[] { 1, 4, 5, 6, 20, -1 })
            {
                using var pair = new MachinePair(algorithms, PeerKeys.Host);
                Assert.NotNull(pair.Run((index, bytes) => index == message ? bytes[..(keep < 0 ? bytes.Length + keep : keep)] : bytes));
            }
            using var longer = new MachinePair(algorithms, PeerKeys.Host);
            Assert.NotNull(longer.Run((index, bytes) => index == message ? [.. bytes, 0] : bytes));
        }
    }

    [Fact]
    public void A_kexinit_cut_short_anywhere_is_refused()
    {
        using var pair = new MachinePair(new AlgorithmPreferences(), PeerKeys.Host);
        var init = pair.Client.OwnInitPayload;
        for (var length = 1; length < init.Length; length++)
        {
            using var server = new MachinePair(new AlgorithmPreferences(), PeerKeys.Host);
            var step = server.Server.OnKexInit(init.AsSpan(0, length));
            Assert.Equal(new End(EndReason.ProtocolViolation, EndSide.Peer, "The KEXINIT is malformed."), step.End);
        }
    }

    [Fact]
    public void The_clients_order_decides()
    {
        using var pair = new MachinePair(new AlgorithmPreferences(), PeerKeys.Host);
        pair.Server.OnKexInit(Say.KexInit(kex: "unknown,ecdh-sha2-nistp256,curve25519-sha256", hostKeys: "rsa-sha2-512,ssh-ed25519", ciphers: "aes256-ctr,aes128-gcm@openssh.com", macs: "hmac-sha2-512,hmac-sha2-256"));
        var chosen = pair.Server.Algorithms!;
        Assert.Equal(("ecdh-sha2-nistp256", "rsa-sha2-512", "aes256-ctr", "hmac-sha2-512"), (chosen.KeyExchange.Name, chosen.HostKeyAlgorithm, chosen.CipherClientToServer.Name, chosen.MacServerToClient!.Name));
    }

    private static SshPrivateKey KeyFor(string algorithm) => PeerKeys.OfEachType.First(key => key.PublicKey.SignatureAlgorithms.Contains(algorithm));

    private static byte[] Flipped(byte[] bytes, int at, int bit)
    {
        var flipped = bytes.ToArray();
        flipped[at] ^= (byte)(1 << bit);
        return flipped;
    }

    private static void AssertKeysFit(MachinePair pair)
    {
        AssertFit(pair.Client, pair.Server);
        AssertFit(pair.Server, pair.Client);
    }

    private static void AssertFit(KeyExchangeMachine from, KeyExchangeMachine to)
    {
        using var sealer = from.CreateSealer();
        using var opener = to.CreateOpener();
        var frame = Frames.Create(sealer, 100, new Random(1));
        Assert.Equal(frame, opener.Open(0, sealer.Seal(0, frame)));
    }
}

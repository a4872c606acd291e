using Sluice.Testing.Peers;
using Sluice.Transport.Crypto;
using Sluice.Transport.Handshake;
using Sluice.Transport.Tests.Crypto.Protection;

using Xunit;

namespace Sluice.Transport.Tests.Handshake;

/// <summary>Key exchanges that somebody between the two changes: whatever is changed, they do not come to keys.</summary>
public sealed class InterceptedExchangeTests
{
    private static readonly string[] _kex = AlgorithmCatalog.Create(new AlgorithmPreferences()).KexAlgorithms;
    private static readonly string[] _hostKeys = [.. PeerKeys.OfEachType.SelectMany(key => key.PublicKey.SignatureAlgorithms)];

    public static TheoryData<string, string> KexAndHostKeys()
    {
        var data = new TheoryData<string, string>();
        foreach (var kex in _kex)
        {
            foreach (var hostKey in _hostKeys) data.Add(kex, hostKey);
        }
        return data;
    }

    /// <summary>The large prime fields differ from the small one in nothing but their time.</summary>
    public static TheoryData<string> Kex() => [.. _kex.Where(name => !name.Contains("group16", StringComparison.Ordinal) && !name.Contains("group18", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(KexAndHostKeys))]
    public void Both_roles_come_to_the_same_keys(string kex, string hostKeyAlgorithm)
    {
        var algorithms = new AlgorithmPreferences { KexAlgorithms = kex, HostKeyAlgorithms = hostKeyAlgorithm };
        using var pair = new InterceptedExchange(algorithms, KeyFor(hostKeyAlgorithm));

        Assert.Null(pair.Run());

        Assert.Equal((kex, hostKeyAlgorithm), (pair.Client.Algorithms!.KeyExchange.Name, pair.Client.Algorithms.HostKeyAlgorithm));
        Assert.Equal(pair.Client.Algorithms, pair.Server.Algorithms);
        Assert.Equal(pair.Client.Hash, pair.Server.Hash);
        Assert.True(pair.Client.IsStrict && pair.Server.IsStrict && pair.Server.PeerWantsExtInfo);
        AssertKeysFit(pair);
    }

    [Theory, MemberData(nameof(Kex))]
    public void An_exchange_with_any_bit_flipped_fails(string kex)
    {
        var algorithms = new AlgorithmPreferences { KexAlgorithms = kex };
        int[] lengths;
        using (var pair = new InterceptedExchange(algorithms, PeerKeys.Host))
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
                using var pair = new InterceptedExchange(algorithms, PeerKeys.Host);
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
        // Group exchange has four messages, all other methods two.
        foreach (var message in Enumerable.Range(0, kex.Contains("group-exchange", StringComparison.Ordinal) ? 4 : 2))
        {
            foreach (var keep in new[] { 1, 4, 5, 6, 20, -1 })
            {
                using var pair = new InterceptedExchange(algorithms, PeerKeys.Host);
                Assert.NotNull(pair.Run((index, bytes) => index == message ? bytes[..(keep < 0 ? bytes.Length + keep : Math.Min(keep, bytes.Length - 1))] : bytes));
            }
            using var longer = new InterceptedExchange(algorithms, PeerKeys.Host);
            Assert.NotNull(longer.Run((index, bytes) => index == message ? [.. bytes, 0] : bytes));
        }
    }

    [Fact]
    public void A_kexinit_cut_short_anywhere_is_refused()
    {
        using var pair = new InterceptedExchange(new AlgorithmPreferences(), PeerKeys.Host);
        var init = pair.Client.OwnInitPayload;
        for (var length = 1; length < init.Length; length++)
        {
            using var server = new InterceptedExchange(new AlgorithmPreferences(), PeerKeys.Host);
            var step = server.Server.OnKexInit(init.AsSpan(0, length));
            Assert.Equal(new End(EndReason.ProtocolViolation, EndSide.Peer, "The KEXINIT is malformed."), step.End);
        }
    }

    private static SshPrivateKey KeyFor(string algorithm) => PeerKeys.OfEachType.First(key => key.PublicKey.SignatureAlgorithms.Contains(algorithm));

    private static byte[] Flipped(byte[] bytes, int at, int bit)
    {
        var flipped = bytes.ToArray();
        flipped[at] ^= (byte)(1 << bit);
        return flipped;
    }

    private static void AssertKeysFit(InterceptedExchange pair)
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

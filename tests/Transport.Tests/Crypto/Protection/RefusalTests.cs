using System.Buffers.Binary;
using Sluice.Transport.Crypto.Protection;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Protection;

public class RefusalTests
{
    [Theory, MemberData(nameof(Suite.Names), MemberType = typeof(Suite))]
    public void Open_refuses_a_packet_with_any_bit_flipped(string cipher, string mac)
    {
        var suite = Suite.Create(cipher, mac);
        using var sealer = suite.CreateSealer();
        var packet = sealer.Seal(7, Frames.Create(sealer, 20, new Random(1)));
        for (var bit = 0; bit < packet.Length * 8; bit++)
        {
            var forged = packet.ToArray();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            using var opener = suite.CreateOpener();
            opener.OpenLength(7, forged.AsSpan(0, opener.HeaderLength));
            Assert.False(opener.TryOpen(7, forged));
        }
    }

    [Theory, MemberData(nameof(Suite.NamesThatCheckFirst), MemberType = typeof(Suite))]
    public void Open_shows_no_plaintext_of_a_packet_whose_tag_was_flipped(string cipher, string mac)
    {
        var suite = Suite.Create(cipher, mac);
        using var sealer = suite.CreateSealer();
        using var opener = suite.CreateOpener();
        var frame = Frames.Create(sealer, 5000, new Random(2));
        var packet = sealer.Seal(7, frame);
        packet[^1] ^= 1;
        opener.OpenLength(7, packet.AsSpan(0, opener.HeaderLength));
        Assert.False(opener.TryOpen(7, packet));
        for (var i = 4; i + 16 <= frame.Length; i += 16)
        {
            Assert.False(frame.AsSpan(i, 16).SequenceEqual(packet.AsSpan(i, 16)));
        }
    }

    [Theory, MemberData(nameof(Suite.Names), MemberType = typeof(Suite))]
    public void Open_refuses_a_packet_with_another_number_than_it_was_sealed_with(string cipher, string mac)
    {
        var suite = Suite.Create(cipher, mac);
        using var sealer = suite.CreateSealer();
        using var opener = suite.CreateOpener();
        var first = sealer.Seal(1, Frames.Create(sealer, 20, new Random(3)));
        var second = sealer.Seal(2, Frames.Create(sealer, 20, new Random(3)));
        Assert.NotNull(opener.Open(1, first));
        // Again, and again under the number that comes next: a replay.
        Assert.Null(opener.Open(2, first));
        using var fresh = suite.CreateOpener();
        Assert.Null(fresh.Open(1, second));
    }

    [Theory, MemberData(nameof(Suite.Names), MemberType = typeof(Suite))]
    public void Open_refuses_every_length_that_is_too_short_or_not_whole(string cipher, string mac)
    {
        var suite = Suite.Create(cipher, mac);
        using var sealer = suite.CreateSealer();
        var packet = sealer.Seal(0, Frames.Create(sealer, 20, new Random(4)));
        for (var length = 0; length < packet.Length; length++)
        {
            using var opener = suite.CreateOpener();
            Assert.False(opener.TryOpen(0, packet.AsSpan(0, length).ToArray()));
        }
    }

    [Theory, MemberData(nameof(Suite.Names), MemberType = typeof(Suite))]
    public void Open_length_reads_what_was_sealed_at_the_extremes(string cipher, string mac)
    {
        var suite = Suite.Create(cipher, mac);
        foreach (var length in new[] { 0u, 0x7fffffffu, 0x80000000u, 0xffffffffu })
        {
            using var sealer = suite.CreateSealer();
            using var opener = suite.CreateOpener();
            var frame = Frames.Create(sealer, 20, new Random(5));
            BinaryPrimitives.WriteUInt32BigEndian(frame, length);
            var packet = sealer.Seal(3, frame);
            Assert.Equal(length, opener.OpenLength(3, packet.AsSpan(0, opener.HeaderLength)));
        }
    }

    [Fact]
    public void Keys_of_a_wrong_length_are_refused()
    {
        var mac = ProtectionAlgorithms.Macs[0];
        Assert.ThrowsAny<ArgumentException>(() => new ChaChaPoly1305(new byte[63]));
        Assert.ThrowsAny<ArgumentException>(() => CounterMode.Create(new byte[20], new byte[16]));
        Assert.ThrowsAny<ArgumentException>(() => CounterMode.Create(new byte[16], new byte[12]));
        Assert.ThrowsAny<ArgumentException>(() => new PacketMac(mac, new byte[31]));
        Assert.ThrowsAny<ArgumentException>(() => new AesGcmSealer(new byte[16], new byte[16]));
        foreach (var cipher in ProtectionAlgorithms.Ciphers.Where(cipher => !cipher.IsAuthenticated))
        {
            Assert.ThrowsAny<ArgumentException>(() => cipher.CreateSealer(new byte[cipher.KeyLength], new byte[16], null, default));
            Assert.ThrowsAny<ArgumentException>(() => cipher.CreateOpener(new byte[cipher.KeyLength], new byte[16], null, default));
        }
    }
}

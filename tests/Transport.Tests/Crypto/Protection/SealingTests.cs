using Sluice.Transport.Crypto.Protection;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Protection;

public class SealingTests
{
    [Theory, MemberData(nameof(Suite.Names), MemberType = typeof(Suite))]
    public void Seal_equals_the_oracle_and_opens_again_for_every_short_payload(string cipher, string mac)
    {
        var suite = Suite.Create(cipher, mac);
        using var sealer = suite.CreateSealer();
        using var opener = suite.CreateOpener();
        var oracle = suite.CreateOracle();
        var random = new Random(2);
        for (var length = 0; length <= 1024; length++) SealAndOpen(sealer, opener, oracle, (uint)length, length, random);
    }

    [Theory, MemberData(nameof(Suite.Names), MemberType = typeof(Suite))]
    public void Seal_equals_the_oracle_and_opens_again_for_long_payloads(string cipher, string mac)
    {
        var suite = Suite.Create(cipher, mac);
        using var sealer = suite.CreateSealer();
        using var opener = suite.CreateOpener();
        var oracle = suite.CreateOracle();
        var random = new Random(3);
        for (var i = 0u; i < 60; i++) SealAndOpen(sealer, opener, oracle, i, random.Next(1025, 35001), random);
        SealAndOpen(sealer, opener, oracle, 60, 32768, random);
        SealAndOpen(sealer, opener, oracle, 61, 35000, random);
    }

    [Theory, MemberData(nameof(Suite.Names), MemberType = typeof(Suite))]
    public void Sequence_numbers_count_around_their_end(string cipher, string mac)
    {
        var suite = Suite.Create(cipher, mac);
        using var sealer = suite.CreateSealer();
        using var opener = suite.CreateOpener();
        var oracle = suite.CreateOracle();
        var random = new Random(4);
        foreach (var sequence in new[] { 0x7fffffffu, 0x80000000u, 0xfffffffeu, 0xffffffffu, 0u, 1u })
        {
            SealAndOpen(sealer, opener, oracle, sequence, 100, random);
        }
    }

    [Theory, MemberData(nameof(Suite.Names), MemberType = typeof(Suite))]
    public void Initial_vectors_count_around_their_end(string cipher, string mac)
    {
        var suite = Suite.Create(cipher, mac);
        // The lower half wraps in the middle of a packet or between packets; then the whole.
        foreach (var upper in new byte[] { 0x12, 0xff })
        {
            var iv = suite.Iv.ToArray();
            iv.AsSpan().Fill(upper);
            iv.AsSpan(Math.Max(0, iv.Length - 8)).Fill(0xff);
            var wrapping = suite with { Iv = iv };
            using var sealer = wrapping.CreateSealer();
            using var opener = wrapping.CreateOpener();
            var oracle = wrapping.CreateOracle();
            var random = new Random(5);
            for (var i = 0u; i < 3; i++) SealAndOpen(sealer, opener, oracle, i, 500, random);
        }
    }

    [Theory, MemberData(nameof(Suite.Names), MemberType = typeof(Suite))]
    public void Seal_works_in_place_and_at_any_alignment(string cipher, string mac)
    {
        var suite = Suite.Create(cipher, mac);
        using var sealer = suite.CreateSealer();
        using var opener = suite.CreateOpener();
        var oracle = suite.CreateOracle();
        var random = new Random(6);
        var sequence = 0u;
        foreach (var length in new[] { 0, 1, 40, 300, 1000, 1500, 5000 })
        {
            for (var misalignment = 0; misalignment < 64; misalignment++, sequence++)
            {
                var frame = Frames.Create(sealer, length, random);
                var expected = oracle.Seal(sequence, frame);
                var buffer = random.NextBytes(expected.Length + 200);
                var before = buffer[..misalignment];
                var after = buffer[(misalignment + expected.Length)..];
                var packet = buffer.AsSpan(misalignment, expected.Length);
                frame.CopyTo(packet);

                sealer.Seal(sequence, packet[..frame.Length], packet);
                Assert.Equal(expected, packet);

                var header = packet[..opener.HeaderLength];
                Assert.Equal((uint)frame.Length - 4, opener.OpenLength(sequence, header));
                Assert.True(opener.TryOpen(sequence, packet));
                Assert.Equal(frame.AsSpan(4), packet[4..frame.Length]);
                Assert.Equal(before, buffer[..misalignment]);
                Assert.Equal(after, buffer[(misalignment + expected.Length)..]);
            }
        }
    }

    [Theory, MemberData(nameof(Suite.Names), MemberType = typeof(Suite))]
    public void Seal_leaves_the_frame_alone_when_the_destination_is_elsewhere(string cipher, string mac)
    {
        var suite = Suite.Create(cipher, mac);
        using var sealer = suite.CreateSealer();
        var frame = Frames.Create(sealer, 3000, new Random(7));
        var copy = frame.ToArray();
        sealer.Seal(0, frame);
        Assert.Equal(copy, frame);
    }

    [Theory, MemberData(nameof(Suite.Names), MemberType = typeof(Suite))]
    public void Disposed_keys_seal_nothing_anymore(string cipher, string mac)
    {
        var suite = Suite.Create(cipher, mac);
        var sealer = suite.CreateSealer();
        var frame = Frames.Create(sealer, 100, new Random(8));
        var expected = suite.CreateOracle().Seal(0, frame);
        sealer.Dispose();
        byte[]? packet = null;
        try
        {
            packet = sealer.Seal(0, frame);
        }
        catch (ObjectDisposedException)
        {
            // The system's primitives say so themselves.
        }
        Assert.NotEqual(expected, packet);
    }

    [Fact]
    public void Clear_packets_pass_unchanged()
    {
        using var sealer = new ClearSealer();
        using var opener = new ClearOpener();
        var frame = Frames.Create(sealer, 123, new Random(9));
        Assert.Equal(0, frame.Length % 8);
        Assert.Equal(frame, sealer.Seal(5, frame));
        Assert.Equal(frame, opener.Open(5, frame));
    }

    internal static void SealAndOpen(
        PacketSealer sealer, PacketOpener opener, BouncyCastleSealer oracle, uint sequence, int length, Random random)
    {
        Assert.Equal(sealer.BlockSize, opener.BlockSize);
        Assert.Equal(sealer.TagLength, opener.TagLength);
        Assert.Equal(sealer.PadsLength, opener.PadsLength);
        var frame = Frames.Create(sealer, length, random);
        var packet = sealer.Seal(sequence, frame);
        Assert.Equal(oracle.Seal(sequence, frame), packet);
        Assert.Equal(frame, opener.Open(sequence, packet));
    }
}

using Sluice.Testing;
using Sluice.Transport.Buffers;
using Sluice.Transport.Packets;
using Sluice.Transport.Tests.Crypto.Protection;
using Sluice.Transport.Wire.Messages;

using Xunit;

namespace Sluice.Transport.Tests.Packets;

/// <summary>Writer and reader of packets against each other, a byte and a flipped bit at a time.</summary>
public sealed class PacketDripTests
{
    private static readonly int[] _lengths = [1, 2, 7, 8, 15, 16, 17, 100, 255, 1400, 32_768];

    private readonly BufferPool _pool = new();

    [Theory, MemberData(nameof(Suite.Names), MemberType = typeof(Suite))]
    public void A_packet_opens_with_its_last_byte_and_not_before(string cipher, string mac)
    {
        var suite = Suite.Create(cipher, mac);
        using var writer = CreateWriter(suite);
        using var reader = CreateReader(suite);
        var block = _pool.Rent(BufferRole.Receive, 64 * 1024);
        uint sequence = 0;
        foreach (var length in _lengths)
        {
            var payload = DeterministicNoise.Create(length, 3);
            var packet = Write(writer, payload);
            foreach (var piece in packet.AsSpan(0, packet.Length - 1))
            {
                Append(block, piece);
                Assert.Equal(OpenResult.NeedMore, reader.TryOpen(block, out _));
                Assert.InRange(reader.BytesNeeded, block.Tail - block.Head + 1, packet.Length);
            }
            Append(block, packet[^1]);
            Assert.Equal(OpenResult.Packet, reader.TryOpen(block, out var opened));
            Assert.Equal(payload, opened.Payload.ToArray());
            Assert.Equal(sequence++, opened.Sequence);
            Assert.Equal(block.Tail, block.Head);
            block.Compact();
        }
        Assert.Equal((_lengths.Length, writer.BytesUnderKey), (reader.PacketsUnderKey, reader.BytesUnderKey));
        _pool.Return(block);
    }

    [Theory, MemberData(nameof(Suite.Names), MemberType = typeof(Suite))]
    public void Packets_that_come_together_open_one_after_the_other(string cipher, string mac)
    {
        var suite = Suite.Create(cipher, mac);
        using var writer = CreateWriter(suite);
        using var reader = CreateReader(suite);
        var block = _pool.Rent(BufferRole.Receive, 64 * 1024);
        foreach (var length in _lengths) Append(block, Write(writer, DeterministicNoise.Create(length, 4)));
        foreach (var length in _lengths)
        {
            Assert.Equal(OpenResult.Packet, reader.TryOpen(block, out var opened));
            Assert.Equal(DeterministicNoise.Create(length, 4), opened.Payload.ToArray());
        }
        Assert.Equal(OpenResult.NeedMore, reader.TryOpen(block, out _));
        _pool.Return(block);
    }

    [Theory, MemberData(nameof(Suite.Names), MemberType = typeof(Suite))]
    public void A_packet_with_any_bit_flipped_never_opens(string cipher, string mac)
    {
        var suite = Suite.Create(cipher, mac);
        using var writer = CreateWriter(suite);
        var packet = Write(writer, DeterministicNoise.Create(40, 6));
        var block = _pool.Rent(BufferRole.Receive, 64 * 1024);
        for (var bit = 0; bit < packet.Length * 8; bit++)
        {
            using var reader = CreateReader(suite);
            block.Head = block.Tail = 0;
            Append(block, packet);
            block.Used[bit / 8] ^= (byte)(1 << (bit % 8));
            // A flipped length may ask for more: it gets as much as the longest packet takes.
            Append(block, new byte[40_000]);
            var result = reader.TryOpen(block, out var opened);
            Assert.True(result is OpenResult.BadLength or OpenResult.BadMac, $"bit {bit}: {result}");
            Assert.True(opened.Frame.IsEmpty && opened.Payload.IsEmpty);
        }
        _pool.Return(block);
    }

    [Theory, MemberData(nameof(Suite.Names), MemberType = typeof(Suite))]
    public void A_forwarded_packet_says_the_same_under_other_keys(string cipher, string mac)
    {
        var suite = Suite.Create(cipher, mac);
        foreach (var (otherCipher, otherMac) in Suite.Names().Select(row => row.Data))
        {
            var other = Suite.Create(otherCipher, otherMac, seed: 2);
            using var writer = CreateWriter(suite);
            using var reader = CreateReader(suite);
            using var nextWriter = CreateWriter(other);
            using var nextReader = CreateReader(other);
            foreach (var length in _lengths)
            {
                var block = _pool.Rent(BufferRole.Receive, 64 * 1024);
                var next = _pool.Rent(BufferRole.Receive, 64 * 1024);
                var payload = DeterministicNoise.Create(length, 8);
                Append(block, Write(writer, payload));
                Assert.Equal(OpenResult.Packet, reader.TryOpen(block, out var opened));
                next.Tail = nextWriter.Forward(opened.Frame, length, next.Free);
                Assert.Equal(OpenResult.Packet, nextReader.TryOpen(next, out var forwarded));
                Assert.Equal(payload, forwarded.Payload.ToArray());
                _pool.Return(block);
                _pool.Return(next);
            }
        }
    }

    private static PacketWriter CreateWriter(Suite suite)
    {
        var writer = new PacketWriter();
        writer.ChangeKeys(suite.CreateSealer(), resetSequence: false);
        return writer;
    }

    private static PacketReader CreateReader(Suite suite)
    {
        var reader = new PacketReader();
        reader.ChangeKeys(suite.CreateOpener(), resetSequence: false);
        return reader;
    }

    private static byte[] Write(PacketWriter writer, byte[] payload)
    {
        var packet = new byte[payload.Length + PacketLimits.MaxOverhead];
        return packet[..writer.Write(new PayloadMessage(payload), packet)];
    }

    private static void Append(Block block, params ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(block.Free);
        block.Tail += bytes.Length;
    }
}

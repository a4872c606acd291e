using System.Text;

using Sluice.Transport.Handshake;

using Xunit;

namespace Sluice.Transport.Tests.Handshake;

/// <summary>RFC 4253 section 4.2, a byte at a time.</summary>
public sealed class IdentificationTests
{
    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", "SSH-2.0-OpenSSH_9.2p1 Debian-2")]
    [InlineData("SSH-2.0-x\n", "SSH-2.0-x")]
    [InlineData("SSH-1.99-x\r\n", "SSH-1.99-x")]
    [InlineData("SSH-2.0-\r\n", "SSH-2.0-")]
    public void A_line_is_read_once_its_end_is_there(string line, string identification)
    {
        foreach (var allowPreamble in new[] { false, true })
        {
            var bytes = Encoding.ASCII.GetBytes(line + "behind");
            for (var length = 0; length < line.Length; length++)
            {
                Assert.Equal(Identification.Outcome.NeedMore, Identification.TryRead(bytes.AsSpan(0, length), allowPreamble, out _, out _));
            }
            for (var length = line.Length; length <= bytes.Length; length++)
            {
                Assert.Equal(Identification.Outcome.Done, Identification.TryRead(bytes.AsSpan(0, length), allowPreamble, out var read, out var consumed));
                Assert.Equal((identification, line.Length), (read, consumed));
            }
        }
    }

    [Theory]
    [InlineData("Welcome\r\nSSH-2.0-x\r\n")]
    [InlineData("\n\n\nSSH-2.0-x\r\n")]
    [InlineData("SSH is fine\nSSH_2.0\r\n\r\nSSH-2.0-x\r\n")]
    public void A_client_passes_over_other_lines(string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(Identification.Outcome.NeedMore, Identification.TryRead(bytes.AsSpan(0, length), allowPreamble: true, out _, out _));
        }
        Assert.Equal(Identification.Outcome.Done, Identification.TryRead(bytes, allowPreamble: true, out var identification, out var consumed));
        Assert.Equal(("SSH-2.0-x", bytes.Length), (identification, consumed));
    }

    [Theory]
    [InlineData("Welcome\r\n", 1)]
    [InlineData("SSS", 3)]
    [InlineData("SSH_2.0-x\r\n", 4)]
    [InlineData("\r\nSSH-2.0-x\r\n", 1)]
    public void A_server_refuses_other_lines_at_their_first_wrong_byte(string text, int wrongAt)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        for (var length = 0; length <= bytes.Length; length++)
        {
            var expected = length < wrongAt ? Identification.Outcome.NeedMore : Identification.Outcome.Invalid;
            Assert.Equal(expected, Identification.TryRead(bytes.AsSpan(0, length), allowPreamble: false, out _, out _));
        }
    }

    [Theory]
    [InlineData("SSH-1.5-x\r\n")]
    [InlineData("SSH-2.1-x\r\n")]
    [InlineData("SSH-3.0-x\r\n")]
    [InlineData("SSH-2.0\r\n")]
    [InlineData("SSH-\r\n")]
    [InlineData("SSH-2.0-a\tb\r\n")]
    [InlineData("SSH-2.0-a\u007fb\r\n")]
    [InlineData("SSH-2.0-a\0b\r\n")]
    [InlineData("SSH-2.0-a\rb\r\n")]
    public void Other_versions_and_control_characters_are_refused(string line)
    {
        foreach (var allowPreamble in new[] { false, true })
        {
            Assert.Equal(Identification.Outcome.Invalid, Identification.TryRead(Encoding.ASCII.GetBytes(line), allowPreamble, out _, out _));
        }
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    [InlineData(4000, false)]
    public void A_line_has_at_most_255_bytes_with_its_end(int length, bool isTaken)
    {
        var bytes = Encoding.ASCII.GetBytes("SSH-2.0-".PadRight(length - 2, 'x') + "\r\n");
        foreach (var allowPreamble in new[] { false, true })
        {
            var expected = isTaken ? Identification.Outcome.Done : Identification.Outcome.Invalid;
            Assert.Equal(expected, Identification.TryRead(bytes, allowPreamble, out _, out _));
            // Without its end it is refused as soon as it cannot become a line any more.
            var open = bytes.AsSpan(0, Math.Min(bytes.Length - 1, 255));
            Assert.Equal(isTaken ? Identification.Outcome.NeedMore : Identification.Outcome.Invalid, Identification.TryRead(open, allowPreamble, out _, out _));
        }
    }

    [Fact]
    public void A_preamble_has_at_most_8_KiB()
    {
        var line = new string('x', 1022) + "\r\n";
        Assert.Equal(Identification.Outcome.NeedMore, Read(string.Concat(Enumerable.Repeat(line, 7))));
        Assert.Equal(Identification.Outcome.Done, Read(string.Concat(Enumerable.Repeat(line, 8)) + "SSH-2.0-x\r\n"));
        Assert.Equal(Identification.Outcome.Invalid, Read(string.Concat(Enumerable.Repeat(line, 8)) + "y\r\nSSH-2.0-x\r\n"));
        Assert.Equal(Identification.Outcome.Invalid, Read(new string('x', 8192)));

        static Identification.Outcome Read(string text) => Identification.TryRead(Encoding.ASCII.GetBytes(text), allowPreamble: true, out _, out _);
    }
}

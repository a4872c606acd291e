using Sluice.Transport.ProxyProtocol;

using Xunit;

namespace Sluice.Transport.Tests.ProxyProtocol;

/// <summary>Section 2.2 of the PROXY protocol's specification.</summary>
public sealed class ProxyHeaderV2Tests
{
    private static readonly ProxiedEndPoints _endPoints4 = Headers.EndPoints("192.0.2.1:56324", "192.0.2.2:22");
    private static readonly ProxiedEndPoints _endPoints6 = Headers.EndPoints("[2001:db8::1]:56324", "[2001:db8::2]:22");

    [Fact]
    public void A_header_names_the_client_and_what_it_connected_to()
    {
        Assert.Equal(_endPoints4, Headers.Read(Headers.Hex(Headers.Tcp4)));
        Assert.Equal(_endPoints6, Headers.Read(Headers.Hex(Headers.Tcp6)));
        var mapped = "00000000000000000000FFFFC0000201" + "00000000000000000000FFFFC0000202" + "DC040016";
        Assert.Equal(_endPoints4, Headers.Read(Headers.Hex(Headers.Signature + "21210024" + mapped)));
    }

    [Fact]
    public void Fields_are_passed_over()
    {
        var fields = new[] { Headers.Field(0x02, Headers.Text("git.example.org")), Headers.Field(0x04), Headers.Field(0xEA, new byte[300]) }.SelectMany(field => field);
        Assert.Equal(_endPoints4, Headers.Read(Headers.V2(0x21, 0x11, [.. Headers.Hex(Headers.Tcp4)[16..], .. fields])));
    }

    [Theory]
    [InlineData(0x20, 0x00, "")]
    [InlineData(0x20, 0x11, "C0000201C0000202DC040016")]
    [InlineData(0x20, 0xFF, "0102")]
    [InlineData(0x21, 0x00, "")]
    [InlineData(0x21, 0x00, "FFFFFFFF")]
    [InlineData(0x21, 0x12, "C0000201C0000202DC040016")]
    [InlineData(0x21, 0x10, "C0000201C0000202DC040016")]
    [InlineData(0x21, 0x22, "20010DB800000000000000000000000120010DB8000000000000000000000002DC040016")]
    public void A_header_without_a_TCP_client_names_nobody(byte command, byte family, string rest) =>
        Assert.Null(Headers.Read(Headers.V2(command, family, Headers.Hex(rest))));

    [Theory]
    [InlineData(0x31)]
    [InlineData(0x32)]
    public void A_unix_socket_names_nobody(byte family)
    {
        Assert.Null(Headers.Read(Headers.V2(0x21, family, new byte[216])));
        Assert.Equal(ProxyHeaderStatus.Malformed, Headers.Status(Headers.V2(0x21, family, new byte[215])));
    }

    [Theory]
    [InlineData(0x11, 0x11, "C0000201C0000202DC040016")]
    [InlineData(0x22, 0x11, "C0000201C0000202DC040016")]
    [InlineData(0x31, 0x11, "C0000201C0000202DC040016")]
    [InlineData(0x21, 0x13, "C0000201C0000202DC040016")]
    [InlineData(0x21, 0x41, "C0000201C0000202DC040016")]
    [InlineData(0x21, 0x11, "C0000201C0000202DC0400")]
    [InlineData(0x21, 0x11, "")]
    [InlineData(0x21, 0x21, "C0000201C0000202DC040016")]
    [InlineData(0x21, 0x11, "00000000C0000202DC040016")]
    [InlineData(0x21, 0x11, "FFFFFFFFC0000202DC040016")]
    [InlineData(0x21, 0x11, "E0000001C0000202DC040016")]
    [InlineData(0x21, 0x11, "C0000201C0000202DC04001604")]
    [InlineData(0x21, 0x11, "C0000201C0000202DC0400160400")]
    [InlineData(0x21, 0x11, "C0000201C0000202DC040016040001")]
    [InlineData(0x21, 0x11, "C0000201C0000202DC040016030003000000")]
    public void What_breaks_the_format_is_malformed(byte command, byte family, string rest) =>
        Assert.Equal(ProxyHeaderStatus.Malformed, Headers.Status(Headers.V2(command, family, Headers.Hex(rest))));

    [Fact]
    public void The_check_value_of_CRC_32C_is_the_known_one() => Assert.Equal(0xE3069283, Headers.Crc32C("123456789"u8));

    [Fact]
    public void A_checksum_has_to_be_right()
    {
        foreach (var (hex, expected) in new[] { (Headers.Tcp4, _endPoints4), (Headers.Tcp6, _endPoints6), (Headers.Signature + "20000000", null) })
        {
            var header = Headers.WithChecksum(hex);
            Assert.Equal(expected, Headers.Read(header));
            header[^1] ^= 1;
            Assert.Equal(ProxyHeaderStatus.ChecksumWrong, Headers.Status(header));
        }
    }

    [Fact]
    public void A_header_with_a_checksum_names_the_same_client_or_none_whichever_bit_is_flipped()
    {
        foreach (var (hex, expected) in new[] { (Headers.Tcp4, _endPoints4), (Headers.Tcp6, _endPoints6) })
        {
            var header = Headers.WithChecksum(hex);
            for (var bit = 0; bit < header.Length * 8; bit++)
            {
                header[bit / 8] ^= (byte)(1 << (bit % 8));
                if (Headers.Status(header) == ProxyHeaderStatus.Done)
                {
                    ProxyHeader.TryRead(header, out var endPoints, out _);
                    Assert.True(endPoints is null || endPoints == expected, $"bit {bit}: {endPoints}");
                }
                header[bit / 8] ^= (byte)(1 << (bit % 8));
            }
            Assert.Equal(expected, Headers.Read(header));
        }
    }

    [Fact]
    public void A_bit_of_the_signature_or_the_version_that_is_flipped_makes_it_no_header()
    {
        var header = Headers.Hex(Headers.Tcp4);
        for (var bit = 0; bit < 12 * 8; bit++)
        {
            header[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(bit < 8 ? ProxyHeaderStatus.Absent : ProxyHeaderStatus.Malformed, Headers.Status(header));
            header[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void A_header_has_at_most_4096_bytes()
    {
        var room = ProxyHeader.MaxLength - 16 - 12 - 3;
        byte[] WithNoop(int length) => Headers.V2(0x21, 0x11, [.. Headers.Hex(Headers.Tcp4)[16..], .. Headers.Field(0x04, new byte[length])]);
        Assert.Equal(_endPoints4, Headers.Read(WithNoop(room)));
        Assert.Equal(ProxyHeaderStatus.TooLong, Headers.Status(WithNoop(room + 1)));
        Assert.Equal(ProxyHeaderStatus.TooLong, Headers.Status(Headers.Hex(Headers.Signature + "2000FFFF")));
    }

    [Fact]
    public void What_is_written_is_the_header_of_the_specification()
    {
        Assert.Equal(Headers.Signature + "20000000", Convert.ToHexString(ProxyHeader.Write(ProxyProtocolVersion.V2, null)));
        Assert.Equal(Headers.Tcp4, Convert.ToHexString(ProxyHeader.Write(ProxyProtocolVersion.V2, _endPoints4)));
        Assert.Equal(Headers.Tcp6, Convert.ToHexString(ProxyHeader.Write(ProxyProtocolVersion.V2, _endPoints6)));
        var mixed = ProxyHeader.Write(ProxyProtocolVersion.V2, new ProxiedEndPoints(_endPoints4.Source, _endPoints6.Destination));
        Assert.Equal(new ProxiedEndPoints(_endPoints4.Source, _endPoints6.Destination), Headers.Read(mixed));
    }
}

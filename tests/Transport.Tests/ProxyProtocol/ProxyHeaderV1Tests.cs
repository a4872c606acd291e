using Sluice.Transport.ProxyProtocol;

using Xunit;

namespace Sluice.Transport.Tests.ProxyProtocol;

/// <summary>Section 2.1 of the PROXY protocol's specification.</summary>
public sealed class ProxyHeaderV1Tests
{
    [Theory]
    [InlineData("TCP4 192.168.0.1 192.168.0.11 56324 443", "192.168.0.1:56324", "192.168.0.11:443")]
    [InlineData("TCP4 255.255.255.254 255.255.255.255 65535 65535", "255.255.255.254:65535", "255.255.255.255:65535")]
    [InlineData("TCP4 192.0.2.1 0.0.0.0 0 0", "192.0.2.1:0", "0.0.0.0:0")]
    [InlineData("TCP6 2001:db8::1 2001:DB8:0:0:0:0:0:2 56324 22", "[2001:db8::1]:56324", "[2001:db8::2]:22")]
    [InlineData("TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 2001:db8::2 1 2", null, null)]
    [InlineData("TCP6 feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535", "[feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535", "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535")]
    [InlineData("TCP6 ::ffff:192.0.2.1 ::ffff:c000:0202 56324 22", "192.0.2.1:56324", "192.0.2.2:22")]
    public void A_line_names_the_client_and_what_it_connected_to(string line, string? source, string? destination)
    {
        var header = Headers.Text($"PROXY {line}\r\n");

        if (source is null) Assert.Equal(ProxyHeaderStatus.Malformed, Headers.Status(header));
        else Assert.Equal(Headers.EndPoints(source, destination!), Headers.Read(header));
    }

    [Theory]
    [InlineData("UNKNOWN")]
    [InlineData("UNKNOWN ")]
    [InlineData("UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535")]
    [InlineData("UNKNOWN whatever \0\u00ff it is")]
    public void An_unknown_connection_names_nobody(string line) => Assert.Null(Headers.Read(Headers.Text($"PROXY {line}\r\n")));

    [Theory]
    [InlineData("PROXY TCP4 192.0.2.1 192.0.2.2 56324 22\n")]
    [InlineData("PROXY TCP4 192.0.2.1 192.0.2.2 56324 22\rx\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 192.0.2.2 56324 22 \r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 192.0.2.2 56324 22 7\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 192.0.2.2 56324\r\n")]
    [InlineData("PROXY TCP4  192.0.2.1 192.0.2.2 56324 22\r\n")]
    [InlineData("PROXY  TCP4 192.0.2.1 192.0.2.2 56324 22\r\n")]
    [InlineData("PROXY TCP4\t192.0.2.1 192.0.2.2 56324 22\r\n")]
    [InlineData("PROXY TCP4 192.0.2.01 192.0.2.2 56324 22\r\n")]
    [InlineData("PROXY TCP4 192.0.2.256 192.0.2.2 56324 22\r\n")]
    [InlineData("PROXY TCP4 192.0.2 192.0.2.2 56324 22\r\n")]
    [InlineData("PROXY TCP4 0xc0.0.2.1 192.0.2.2 56324 22\r\n")]
    [InlineData("PROXY TCP4 2001:db8::1 2001:db8::2 56324 22\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 192.0.2.2 056324 22\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 192.0.2.2 65536 22\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 192.0.2.2 -1 22\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 192.0.2.2 +1 22\r\n")]
    [InlineData("PROXY TCP4 192.0.2.\u0661 192.0.2.2 56324 22\r\n")]
    [InlineData("PROXY TCP6 192.0.2.1 192.0.2.2 56324 22\r\n")]
    [InlineData("PROXY TCP6 fe80::1%eth0 2001:db8::2 56324 22\r\n")]
    [InlineData("PROXY TCP6 [2001:db8::1] 2001:db8::2 56324 22\r\n")]
    [InlineData("PROXY TCP6 2001:db8::1::2 2001:db8::2 56324 22\r\n")]
    [InlineData("PROXY TCP6 2001:db8 2001:db8::2 56324 22\r\n")]
    [InlineData("PROXY TCP5 192.0.2.1 192.0.2.2 56324 22\r\n")]
    [InlineData("PROXY UDP4 192.0.2.1 192.0.2.2 56324 22\r\n")]
    [InlineData("PROXY unknown\r\n")]
    [InlineData("PROXY UNKNOWNS\r\n")]
    [InlineData("PROXY \r\n")]
    [InlineData("PROXY\r\n")]
    [InlineData("proxy UNKNOWN\r\n", true)]
    [InlineData("PROXYTCP4 192.0.2.1 192.0.2.2 56324 22\r\n")]
    public void Anything_else_is_malformed(string line, bool beginsLikeNone = false) =>
        Assert.Equal(beginsLikeNone ? ProxyHeaderStatus.Absent : ProxyHeaderStatus.Malformed, Headers.Status(Headers.Text(line)));

    [Fact]
    public void A_line_with_a_bit_flipped_is_none_or_has_the_same_form()
    {
        var header = Headers.Text("PROXY TCP4 192.0.2.1 192.0.2.2 56324 22\r\n");
        for (var bit = 0; bit < header.Length * 8; bit++)
        {
            header[bit / 8] ^= (byte)(1 << (bit % 8));
            if (Headers.Status(header) == ProxyHeaderStatus.Done)
            {
                // A digit became another one.
                Assert.InRange(bit / 8, "PROXY TCP4 ".Length, header.Length - 3);
                Assert.True(header[bit / 8] is >= (byte)'0' and <= (byte)'9', $"bit {bit}");
            }
            header[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData("TCP4 0.0.0.0 192.0.2.2 1 22")]
    [InlineData("TCP4 255.255.255.255 192.0.2.2 1 22")]
    [InlineData("TCP4 224.0.0.1 192.0.2.2 1 22")]
    [InlineData("TCP6 :: 2001:db8::2 1 22")]
    [InlineData("TCP6 ff02::1 2001:db8::2 1 22")]
    [InlineData("TCP6 ::ffff:0.0.0.0 2001:db8::2 1 22")]
    public void Nobody_connects_from_an_address_that_no_host_has(string line) =>
        Assert.Equal(ProxyHeaderStatus.Malformed, Headers.Status(Headers.Text($"PROXY {line}\r\n")));

    [Fact]
    public void A_line_ends_within_107_bytes()
    {
        var longest = $"PROXY UNKNOWN {new string('x', ProxyHeaderV1.MaxLength - 16)}";
        Assert.Null(Headers.Read(Headers.Text(longest + "\r\n")));
        Assert.Equal(ProxyHeaderStatus.TooLong, Headers.Status(Headers.Text(longest + "x\r\n")));
        Assert.Equal(ProxyHeaderStatus.NeedMore, Headers.Status(Headers.Text(longest)));
        Assert.Equal(ProxyHeaderStatus.TooLong, Headers.Status(Headers.Text(longest + "x")));
    }

    [Fact]
    public void What_is_written_is_the_line_of_the_specification()
    {
        Assert.Equal(Headers.Text("PROXY UNKNOWN\r\n"), ProxyHeader.Write(ProxyProtocolVersion.V1, null));
        AssertWritten("PROXY TCP4 192.0.2.1 192.0.2.2 56324 22\r\n", "192.0.2.1:56324", "192.0.2.2:22");
        AssertWritten("PROXY TCP4 192.0.2.1 192.0.2.2 56324 22\r\n", "[::ffff:192.0.2.1]:56324", "192.0.2.2:22");
        AssertWritten("PROXY TCP6 2001:db8::1 2001:db8::2 56324 22\r\n", "[2001:db8::1]:56324", "[2001:db8::2]:22");
        AssertWritten("PROXY TCP6 fe80::1 ::ffff:192.0.2.2 56324 22\r\n", "[fe80::1%3]:56324", "192.0.2.2:22");
    }

    private static void AssertWritten(string line, string source, string destination) =>
        Assert.Equal(line, System.Text.Encoding.ASCII.GetString(ProxyHeader.Write(ProxyProtocolVersion.V1, Headers.EndPoints(source, destination))));
}

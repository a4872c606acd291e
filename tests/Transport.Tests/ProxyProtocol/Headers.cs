using System.Net;
using System.Text;

using Sluice.Transport.ProxyProtocol;

using Xunit;

namespace Sluice.Transport.Tests.ProxyProtocol;

/// <summary>Headers as bytes, put together here from the specification and not by the code under test.</summary>
internal static class Headers
{
    public const string Signature = "0D0A0D0A000D0A515549540A";

    /// <summary>192.0.2.1 port 56324, which connected to 192.0.2.2 port 22.</summary>
    public const string Tcp4 = Signature + "2111000CC0000201C0000202DC040016";

    /// <summary>2001:db8::1 port 56324, which connected to 2001:db8::2 port 22.</summary>
    public const string Tcp6 = Signature + "21210024" + "20010DB8000000000000000000000001" + "20010DB8000000000000000000000002" + "DC040016";

    public static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    public static byte[] Hex(string hex) => Convert.FromHexString(hex);

    /// <summary>Version 2, with its length filled in.</summary>
    public static byte[] V2(byte command, byte family, params byte[] rest) =>
        [.. Hex(Signature), command, family, (byte)(rest.Length >> 8), (byte)rest.Length, .. rest];

    /// <summary>A field of type, length and value.</summary>
    public static byte[] Field(byte type, params byte[] value) => [type, (byte)(value.Length >> 8), (byte)value.Length, .. value];

    /// <summary>The header with a checksum field at its end.</summary>
    public static byte[] WithChecksum(string hex)
    {
        var header = Hex(hex);
        header = [.. header, .. Field(0x03, 0, 0, 0, 0)];
        header[15] = (byte)(header.Length - 16);
        var crc = Crc32C(header);
        for (var i = 0; i < 4; i++) header[^(4 - i)] = (byte)(crc >> (24 - (8 * i)));
        return header;
    }

    /// <summary>RFC 4960 appendix B, bit by bit.</summary>
    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }
        return ~crc;
    }

    public static ProxiedEndPoints EndPoints(string source, string destination) => new(IPEndPoint.Parse(source), IPEndPoint.Parse(destination));

    /// <summary>The header is read whole, whatever follows it, and each beginning of it waits for more.</summary>
    public static ProxiedEndPoints? Read(byte[] header)
    {
        for (var length = 0; length < header.Length; length++) Assert.Equal((length, ProxyHeaderStatus.NeedMore), (length, Status(header[..length])));
        byte[][] endings = [[], Text("SSH-2.0-OpenSSH_9.2\r\n"), [0], header];
        ProxiedEndPoints? endPoints = null;
        foreach (var ending in endings)
        {
            Assert.Equal(ProxyHeaderStatus.Done, ProxyHeader.TryRead([.. header, .. ending], out endPoints, out var taken));
            Assert.Equal(header.Length, taken);
        }
        return endPoints;
    }

    /// <summary>The verdict, which none of the shorter beginnings contradicts.</summary>
    public static ProxyHeaderStatus Status(byte[] bytes)
    {
        var whole = ProxyHeader.TryRead(bytes, out var endPoints, out var length);
        if (whole != ProxyHeaderStatus.Done) Assert.Equal((null, 0), (endPoints, length));
        for (var cut = 0; cut < bytes.Length; cut++)
        {
            var early = ProxyHeader.TryRead(bytes.AsSpan(0, cut), out _, out _);
            if (early != ProxyHeaderStatus.NeedMore) Assert.Equal((cut, whole), (cut, early));
        }
        return whole;
    }
}

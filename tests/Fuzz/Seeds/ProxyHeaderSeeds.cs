using System.Buffers.Binary;
using System.Net;
using System.Numerics;
using System.Text;

using Sluice.Transport;
using Sluice.Transport.ProxyProtocol;

namespace Sluice.Fuzz.Seeds;

/// <summary>PROXY headers of both versions, as load balancers send them, and some that none should.</summary>
internal static class ProxyHeaderSeeds
{
    private static readonly ProxiedEndPoints _ipv4 = new(new(IPAddress.Parse("192.0.2.1"), 56324), new(IPAddress.Parse("192.0.2.2"), 22));
    private static readonly ProxiedEndPoints _ipv6 = new(new(IPAddress.Parse("2001:db8::1"), 56324), new(IPAddress.Parse("2001:db8::2"), 22));

    public static IEnumerable<(string, byte[])> All() =>
    [
        ("v1-tcp4", [.. ProxyHeader.Write(ProxyProtocolVersion.V1, _ipv4), .. "SSH-2.0-OpenSSH_9.2\r\n"u8]),
        ("v1-tcp6", ProxyHeader.Write(ProxyProtocolVersion.V1, _ipv6)),
        ("v1-mapped", Text("PROXY TCP6 ::ffff:192.0.2.1 ::ffff:192.0.2.2 56324 22\r\n")),
        ("v1-unknown", Text("PROXY UNKNOWN\r\n")),
        ("v1-unknown-more", Text("PROXY UNKNOWN 1 2 3\r\nSSH-2.0-x\r\n")),
        ("v1-octal", Text("PROXY TCP4 192.0.02.1 192.0.2.2 056324 22\r\n")),
        ("v1-too-long", Text($"PROXY UNKNOWN {new string('x', 100)}\r\n")),
        ("v2-tcp4", [.. ProxyHeader.Write(ProxyProtocolVersion.V2, _ipv4), .. "SSH-2.0-OpenSSH_9.2\r\n"u8]),
        ("v2-tcp6", ProxyHeader.Write(ProxyProtocolVersion.V2, _ipv6)),
        ("v2-local", ProxyHeader.Write(ProxyProtocolVersion.V2, null)),
        ("v2-fields", WithFields(_ipv4, [2, 0, 3, (byte)'g', (byte)'i', (byte)'t', 4, 0, 0])),
        ("v2-checksum", WithChecksum(WithFields(_ipv4, [3, 0, 4, 0, 0, 0, 0]))),
        ("v2-checksum-wrong", WithFields(_ipv4, [3, 0, 4, 0, 0, 0, 0])),
        ("v2-udp", Change(ProxyHeader.Write(ProxyProtocolVersion.V2, _ipv4), 13, 0x12)),
        ("v2-unix", [.. ProxyHeader.Write(ProxyProtocolVersion.V2, null)[..12], 0x21, 0x31, 0, 216, .. new byte[216]]),
        ("v2-too-long", Change(ProxyHeader.Write(ProxyProtocolVersion.V2, null), 14, 0xff)),
        ("ssh", Text("SSH-2.0-OpenSSH_9.2\r\n")),
    ];

    private static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    private static byte[] WithFields(ProxiedEndPoints endPoints, byte[] fields)
    {
        byte[] header = [.. ProxyHeader.Write(ProxyProtocolVersion.V2, endPoints), .. fields];
        return Change(header, 15, (byte)(header.Length - 16));
    }

    private static byte[] WithChecksum(byte[] header)
    {
        var crc = header.Aggregate(uint.MaxValue, BitOperations.Crc32C);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(header.Length - 4), ~crc);
        return header;
    }

    private static byte[] Change(byte[] header, int index, byte value)
    {
        header[index] = value;
        return header;
    }
}

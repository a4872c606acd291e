using System.Net;

namespace Sluice.Transport.ProxyProtocol;

/// <summary>
/// The PROXY protocol (https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt): what a proxy sends first on a
/// connection, to say whose connection it is. Bytes in and out, nothing else.
/// </summary>
internal static class ProxyHeader
{
    /// <summary>
    /// The longest header that is read, in bytes. The specification has senders stay below 536; the rest is room for what
    /// they add about TLS.
    /// </summary>
    public const int MaxLength = 4096;

    /// <summary>Reads a header of either version from the first bytes of a connection.</summary>
    /// <param name="bytes">All that came so far, perhaps with what follows the header.</param>
    /// <param name="endPoints">The client's connection; null if the header tells none: its sender speaks for itself, or for no TCP connection.</param>
    /// <param name="length">Bytes that the header takes; set when the status is <see cref="ProxyHeaderStatus.Done"/>.</param>
    public static ProxyHeaderStatus TryRead(ReadOnlySpan<byte> bytes, out ProxiedEndPoints? endPoints, out int length)
    {
        endPoints = null;
        length = 0;
        if (bytes.IsEmpty) return ProxyHeaderStatus.NeedMore;
        // Neither byte can begin an SSH client's identification (RFC 4253 section 4.2).
        return bytes[0] switch
        {
            (byte)'P' => ProxyHeaderV1.TryRead(bytes, out endPoints, out length),
            (byte)'\r' => ProxyHeaderV2.TryRead(bytes, out endPoints, out length),
            _ => ProxyHeaderStatus.Absent,
        };
    }

    /// <summary>A header to send; without <paramref name="endPoints"/> it says that the connection is nobody's but the sender's.</summary>
    public static byte[] Write(ProxyProtocolVersion version, ProxiedEndPoints? endPoints)
    {
        if (endPoints is null) return version == ProxyProtocolVersion.V1 ? ProxyHeaderV1.Write(null) : ProxyHeaderV2.Write(null);
        var (source, destination) = (Plain(endPoints.Source), Plain(endPoints.Destination));
        if (IsIPv4(source.Address) != IsIPv4(destination.Address))
        {
            // Both addresses of a header are of one family.
            source = new IPEndPoint(source.Address.MapToIPv6(), source.Port);
            destination = new IPEndPoint(destination.Address.MapToIPv6(), destination.Port);
        }
        endPoints = new ProxiedEndPoints(source, destination);
        return version == ProxyProtocolVersion.V1 ? ProxyHeaderV1.Write(endPoints) : ProxyHeaderV2.Write(endPoints);
    }

    /// <summary>The two ends as they are spoken of elsewhere; false if nobody can have connected from there.</summary>
    public static bool TryTake(IPEndPoint source, IPEndPoint destination, out ProxiedEndPoints? endPoints)
    {
        (source, destination) = (Plain(source), Plain(destination));
        var bytes = source.Address.GetAddressBytes();
        var isMulticast = bytes.Length == 4 ? bytes[0] >= 224 && bytes[0] < 240 : bytes[0] == 0xff;
        var isNobody = isMulticast || source.Address.Equals(IPAddress.Any) || source.Address.Equals(IPAddress.IPv6Any) || source.Address.Equals(IPAddress.Broadcast);
        endPoints = isNobody ? null : new ProxiedEndPoints(source, destination);
        return !isNobody;
    }

    /// <summary>True for an address of four bytes.</summary>
    public static bool IsIPv4(IPAddress address) => address.TryWriteBytes(stackalloc byte[16], out var bytes) && bytes == 4;

    /// <summary>Without a scope, and IPv4 where it is written as ::ffff:a.b.c.d.</summary>
    private static IPEndPoint Plain(IPEndPoint endPoint)
    {
        var address = endPoint.Address.IsIPv4MappedToIPv6 ? endPoint.Address.MapToIPv4() : new IPAddress(endPoint.Address.GetAddressBytes());
        return new IPEndPoint(address, endPoint.Port);
    }
}

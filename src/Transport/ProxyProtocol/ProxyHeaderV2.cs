using System.Buffers.Binary;
using System.Net;
using System.Numerics;

namespace Sluice.Transport.ProxyProtocol;

/// <summary>Version 2 (section 2.2): a signature, two bytes of command and family, a length, addresses, and fields of type, length and value.</summary>
internal static class ProxyHeaderV2
{
    private const int FixedLength = 16;
    private const byte VersionAndLocal = 0x20;
    private const byte VersionAndProxy = 0x21;
    private const byte Tcp4 = 0x11;
    private const byte Tcp6 = 0x21;
    private const byte ChecksumType = 0x03;

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <inheritdoc cref="ProxyHeader.TryRead"/>
    public static ProxyHeaderStatus TryRead(ReadOnlySpan<byte> bytes, out ProxiedEndPoints? endPoints, out int length)
    {
        endPoints = null;
        length = 0;
        if (!bytes.StartsWith(Signature[..Math.Min(bytes.Length, Signature.Length)])) return ProxyHeaderStatus.Malformed;
        if (bytes.Length > 12 && bytes[12] is not (VersionAndLocal or VersionAndProxy)) return ProxyHeaderStatus.Malformed;
        var isLocal = bytes.Length > 12 && bytes[12] == VersionAndLocal;
        // The family of a LOCAL header is to be ignored, too.
        if (bytes.Length > 13 && !isLocal && (bytes[13] >> 4 > 3 || (bytes[13] & 0xf) > 2)) return ProxyHeaderStatus.Malformed;
        if (bytes.Length < FixedLength) return ProxyHeaderStatus.NeedMore;
        var whole = FixedLength + BinaryPrimitives.ReadUInt16BigEndian(bytes[14..]);
        if (whole > ProxyHeader.MaxLength) return ProxyHeaderStatus.TooLong;
        if (bytes.Length < whole) return ProxyHeaderStatus.NeedMore;
        var status = isLocal || bytes[13] >> 4 == 0 ? CheckFields(bytes[..whole], FixedLength, mayBeOther: true) : ReadProxied(bytes[..whole], out endPoints);
        if (status == ProxyHeaderStatus.Done) length = whole;
        else endPoints = null;
        return status;
    }

    /// <inheritdoc cref="ProxyHeader.Write"/>
    public static byte[] Write(ProxiedEndPoints? endPoints)
    {
        if (endPoints is null) return [.. Signature, VersionAndLocal, 0, 0, 0];
        var (source, destination) = endPoints;
        var isIPv4 = ProxyHeader.IsIPv4(source.Address);
        Span<byte> ports = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(ports, (ushort)source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(ports[2..], (ushort)destination.Port);
        return
        [
            .. Signature, VersionAndProxy, isIPv4 ? Tcp4 : Tcp6, 0, isIPv4 ? (byte)12 : (byte)36,
            .. source.Address.GetAddressBytes(), .. destination.Address.GetAddressBytes(), .. ports,
        ];
    }

    private static ProxyHeaderStatus ReadProxied(ReadOnlySpan<byte> header, out ProxiedEndPoints? endPoints)
    {
        endPoints = null;
        var addressLength = (header[13] >> 4) switch { 1 => 4, 2 => 16, _ => 108 };
        var portLength = addressLength == 108 ? 0 : 2;
        var fields = FixedLength + (2 * (addressLength + portLength));
        if (header.Length < fields) return ProxyHeaderStatus.Malformed;
        if (header[13] is Tcp4 or Tcp6)
        {
            var addresses = header[FixedLength..];
            var ports = addresses[(2 * addressLength)..];
            var source = new IPEndPoint(new IPAddress(addresses[..addressLength]), BinaryPrimitives.ReadUInt16BigEndian(ports));
            var destination = new IPEndPoint(new IPAddress(addresses.Slice(addressLength, addressLength)), BinaryPrimitives.ReadUInt16BigEndian(ports[2..]));
            if (!ProxyHeader.TryTake(source, destination, out endPoints)) return ProxyHeaderStatus.Malformed;
        }
        return CheckFields(header, fields, mayBeOther: false);
    }

    /// <summary>Section 2.2.3: the checksum is the only field that is of use here.</summary>
    /// <param name="header">The whole header.</param>
    /// <param name="offset">Where the fields begin.</param>
    /// <param name="mayBeOther">True if a header that tells no address may have something else there, which is to be ignored.</param>
    private static ProxyHeaderStatus CheckFields(ReadOnlySpan<byte> header, int offset, bool mayBeOther)
    {
        var noFields = mayBeOther ? ProxyHeaderStatus.Done : ProxyHeaderStatus.Malformed;
        var checksum = 0;
        while (offset < header.Length)
        {
            if (header.Length - offset < 3) return noFields;
            var value = offset + 3;
            var length = BinaryPrimitives.ReadUInt16BigEndian(header[(offset + 1)..]);
            if (length > header.Length - value) return noFields;
            if (header[offset] == ChecksumType)
            {
                if (length != 4 || checksum != 0) return noFields;
                checksum = value;
            }
            offset = value + length;
        }
        if (checksum == 0) return ProxyHeaderStatus.Done;
        var isRight = ChecksumOf(header, checksum) == BinaryPrimitives.ReadUInt32BigEndian(header[checksum..]);
        return isRight ? ProxyHeaderStatus.Done : ProxyHeaderStatus.ChecksumWrong;
    }

    /// <summary>CRC-32C (RFC 4960 appendix B) of the header with zeros where its checksum stands.</summary>
    private static uint ChecksumOf(ReadOnlySpan<byte> header, int checksum)
    {
        var crc = uint.MaxValue;
        for (var i = 0; i < header.Length; i++) crc = BitOperations.Crc32C(crc, i - checksum is >= 0 and < 4 ? (byte)0 : header[i]);
        return ~crc;
    }
}

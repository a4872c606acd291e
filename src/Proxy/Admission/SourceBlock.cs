using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

using Sluice.Proxy.Options;

namespace Sluice.Proxy.Admission;

/// <summary>The part of an address that stands for one source (PerSourceNetBlockSize).</summary>
/// <param name="Bits">The address in network order, in the upper bits, with zeros behind the mask.</param>
/// <param name="Length">Bits of the mask.</param>
/// <param name="IsV6">The family.</param>
internal readonly record struct SourceBlock(UInt128 Bits, int Length, bool IsV6)
{
    /// <summary>The source that an address belongs to.</summary>
    public static SourceBlock Of(IPAddress address, NetBlockSize size)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address.TryWriteBytes(bytes, out _);
        var isV6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var length = isV6 ? size.V6 : size.V4;
        var mask = length == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - length);
        return new SourceBlock(BinaryPrimitives.ReadUInt128BigEndian(bytes) & mask, length, isV6);
    }

    /// <summary>As a network, such as <c>192.0.2.0/24</c>.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
        return $"{new IPAddress(IsV6 ? bytes : bytes[..4])}/{Length}";
    }
}

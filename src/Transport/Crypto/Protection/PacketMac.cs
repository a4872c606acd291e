using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.Protection;

/// <summary>
/// The HMAC of one direction: over the sequence number as uint32 and the bytes of a packet (RFC 4253 section 6.4).
/// It allocates nothing after construction.
/// </summary>
internal sealed class PacketMac : IDisposable
{
    private const int MaxLength = 64;

    private readonly IncrementalHash _hash;

    public PacketMac(MacAlgorithm algorithm, ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, algorithm.Length);
        _hash = IncrementalHash.CreateHMAC(algorithm.Hash, key);
        Length = algorithm.Length;
    }

    /// <summary>Bytes of the tag: 20, 32 or 64.</summary>
    public int Length { get; }

    /// <summary>Writes the tag of <paramref name="bytes"/> to <paramref name="tag"/>, <see cref="Length"/> bytes.</summary>
    public void Compute(uint sequence, ReadOnlySpan<byte> bytes, Span<byte> tag)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(number, sequence);
        _hash.AppendData(number);
        _hash.AppendData(bytes);
        _hash.GetHashAndReset(tag);
    }

    /// <summary>Compares in constant time.</summary>
    public bool Verify(uint sequence, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> tag)
    {
        Span<byte> expected = stackalloc byte[MaxLength];
        expected = expected[..Length];
        Compute(sequence, bytes, expected);
        return CryptographicOperations.FixedTimeEquals(expected, tag);
    }

    public void Dispose() => _hash.Dispose();
}

using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.Protection;

/// <summary>
/// The construction of chacha20-poly1305@openssh.com (OpenSSH PROTOCOL.chacha20poly1305), both directions: two ChaCha20
/// keys, one for the length field and one for the rest, a nonce of 64 bits that is the packet's sequence number, and a
/// Poly1305 tag over everything encrypted, whose key is the first block of the second stream.
/// </summary>
internal sealed class ChaChaPoly1305 : IDisposable
{
    /// <summary>The key of the packet, then the key of the length.</summary>
    public const int KeyLength = 2 * ChaCha20.KeyLength;

    public const int TagLength = Poly1305.TagLength;

    /// <summary>Padding fills up to the stream cipher's notional block (RFC 4253 section 6).</summary>
    public const int BlockSize = 8;

    public const int LengthField = 4;

    private const int Nonce = 14;

    /// <summary>Pinned, so that clearing them leaves no copy behind.</summary>
    private readonly uint[] _content = GC.AllocateArray<uint>(ChaCha20.StateLength, pinned: true);
    private readonly uint[] _length = GC.AllocateArray<uint>(ChaCha20.StateLength, pinned: true);

    public ChaChaPoly1305(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyLength);
        ChaCha20.SetKey(_content, key[..ChaCha20.KeyLength]);
        ChaCha20.SetKey(_length, key[ChaCha20.KeyLength..]);
    }

    /// <summary>Encrypts or decrypts the 4 bytes of a length field.</summary>
    public void TransformLength(uint sequence, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        Start(_length, sequence);
        ChaCha20.Transform(_length, source[..LengthField], destination[..LengthField]);
    }

    [SkipLocalsInit]
    public void Seal(uint sequence, ReadOnlySpan<byte> frame, Span<byte> destination)
    {
        Span<byte> first = stackalloc byte[ChaCha20.LongestStride];
        first = first[..ChaCha20.Stride];
        TransformLength(sequence, frame, destination);
        StartContent(sequence, first);
        var encrypted = destination[..frame.Length];
        TransformContent(first, frame[LengthField..], encrypted[LengthField..]);
        Poly1305.ComputeTag(first[..Poly1305.KeyLength], encrypted, destination.Slice(frame.Length, TagLength));
        CryptographicOperations.ZeroMemory(first);
    }

    /// <summary>Decrypts all but the length of a packet in place, if its tag is right. It has at least 20 bytes.</summary>
    [SkipLocalsInit]
    public bool TryOpen(uint sequence, Span<byte> packet)
    {
        Span<byte> first = stackalloc byte[ChaCha20.LongestStride];
        first = first[..ChaCha20.Stride];
        Span<byte> tag = stackalloc byte[TagLength];
        var encrypted = packet[..^TagLength];
        StartContent(sequence, first);
        Poly1305.ComputeTag(first[..Poly1305.KeyLength], encrypted, tag);
        var isGenuine = CryptographicOperations.FixedTimeEquals(tag, packet[^TagLength..]);
        if (isGenuine) TransformContent(first, encrypted[LengthField..], encrypted[LengthField..]);
        CryptographicOperations.ZeroMemory(first);
        return isGenuine;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_content.AsSpan()));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_length.AsSpan()));
    }

    /// <summary>
    /// Writes the start of the content's key stream: the block with the key of Poly1305, and the blocks for the content
    /// that come at no further cost.
    /// </summary>
    private void StartContent(uint sequence, Span<byte> first)
    {
        Start(_content, sequence);
        first.Clear();
        ChaCha20.TransformStrides(_content, first, first);
    }

    /// <summary>Encrypts or decrypts behind the length field: first with what <see cref="StartContent"/> wrote.</summary>
    private void TransformContent(ReadOnlySpan<byte> first, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var stream = first[ChaCha20.BlockLength..];
        var length = Math.Min(stream.Length, source.Length);
        XorMask.Apply(source[..length], stream, destination);
        ChaCha20.Transform(_content, source[length..], destination[length..]);
    }

    /// <summary>Sets the counter to zero and the nonce to the sequence number as a big-endian uint64.</summary>
    private static void Start(uint[] state, uint sequence)
    {
        state[ChaCha20.Counter] = 0;
        state[Nonce + 1] = BinaryPrimitives.ReverseEndianness(sequence);
    }
}

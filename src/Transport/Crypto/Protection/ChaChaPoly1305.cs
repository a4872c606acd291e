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

    public void Seal(uint sequence, ReadOnlySpan<byte> frame, Span<byte> destination)
    {
        TransformLength(sequence, frame, destination);
        Start(_content, sequence);
        Span<byte> key = stackalloc byte[ChaCha20.BlockLength];
        key.Clear();
        ChaCha20.Transform(_content, key, key);
        ChaCha20.Transform(_content, frame[LengthField..], destination[LengthField..frame.Length]);
        Poly1305.ComputeTag(key[..Poly1305.KeyLength], destination[..frame.Length], destination.Slice(frame.Length, TagLength));
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>Decrypts all but the length of a packet in place, if its tag is right. It has at least 20 bytes.</summary>
    public bool TryOpen(uint sequence, Span<byte> packet)
    {
        var sealedLength = packet.Length - TagLength;
        Start(_content, sequence);
        Span<byte> key = stackalloc byte[ChaCha20.BlockLength];
        key.Clear();
        ChaCha20.Transform(_content, key, key);
        Span<byte> tag = stackalloc byte[TagLength];
        Poly1305.ComputeTag(key[..Poly1305.KeyLength], packet[..sealedLength], tag);
        CryptographicOperations.ZeroMemory(key);
        if (!CryptographicOperations.FixedTimeEquals(tag, packet[sealedLength..])) return false;
        var content = packet[LengthField..sealedLength];
        ChaCha20.Transform(_content, content, content);
        return true;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_content.AsSpan()));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_length.AsSpan()));
    }

    /// <summary>Sets the counter to zero and the nonce to the sequence number as a big-endian uint64.</summary>
    private static void Start(uint[] state, uint sequence)
    {
        state[ChaCha20.Counter] = 0;
        state[Nonce + 1] = BinaryPrimitives.ReverseEndianness(sequence);
    }
}

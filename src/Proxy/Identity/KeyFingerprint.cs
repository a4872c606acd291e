using System.Buffers.Binary;
using System.Security.Cryptography;

using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>The SHA-256 of a key's blob, what a directory finds it by. 32 bytes that need no memory of their own.</summary>
internal readonly record struct KeyFingerprint
{
    /// <summary>Bytes of a fingerprint.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    /// <summary>Takes 32 bytes.</summary>
    public KeyFingerprint(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Length);
        _first = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _second = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _third = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _fourth = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>A key's fingerprint.</summary>
    public static KeyFingerprint Of(SshPublicKey key)
    {
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(key.Blob.Span, hash);
        return new KeyFingerprint(hash);
    }

    /// <summary>Reads 64 hexadecimal digits.</summary>
    public static bool TryParseHex(string text, out KeyFingerprint fingerprint)
    {
        fingerprint = default;
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length != 2 * Length || Convert.FromHexString(text, bytes, out _, out _) != System.Buffers.OperationStatus.Done) return false;
        fingerprint = new KeyFingerprint(bytes);
        return true;
    }

    /// <summary>The 32 bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _first);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), _second);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(16), _third);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), _fourth);
        return bytes;
    }

    /// <summary>As ssh-keygen writes it: <c>SHA256:…</c>.</summary>
    public override string ToString() => $"SHA256:{Convert.ToBase64String(ToArray()).TrimEnd('=')}";

    /// <inheritdoc/>
    // Seeded by the process: bytes of the fingerprint itself would let strangers choose keys that share a bucket.
    public override int GetHashCode() => HashCode.Combine(_first, _second);
}

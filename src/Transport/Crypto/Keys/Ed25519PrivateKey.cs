using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>The private half of an ssh-ed25519 key (RFC 8032, RFC 8709).</summary>
internal sealed class Ed25519PrivateKey : SshPrivateKey
{
    public const int SeedSize = 32;

    private readonly byte[] _seed;
    private readonly byte[] _point = new byte[Ed25519PublicKey.KeySize];
    private volatile bool _disposed;

    /// <param name="seed">The 32 bytes of RFC 8032 section 5.1.5, copied.</param>
    public Ed25519PrivateKey(ReadOnlySpan<byte> seed)
    {
        _seed = seed.ToArray();
        Ed25519.GeneratePublicKey(_seed, _point);
        PublicKey = Ed25519PublicKey.From(_point);
    }

    public override SshPublicKey PublicKey { get; }

    /// <summary>Reads the fields of an OpenSSH key file that follow the type: the public half, then seed and public half.</summary>
    public static Ed25519PrivateKey? Read(ref WireReader reader)
    {
        var point = reader.ReadString();
        var pair = reader.ReadString();
        if (point.Length != Ed25519PublicKey.KeySize || pair.Length != SeedSize + Ed25519PublicKey.KeySize) return null;
        var key = new Ed25519PrivateKey(pair[..SeedSize]);
        // Signing with a public half that is not the seed's own would give the seed away.
        if (point.SequenceEqual(key._point) && pair[SeedSize..].SequenceEqual(point)) return key;
        key.Dispose();
        return null;
    }

    internal override byte[] Sign(string algorithm, ReadOnlySpan<byte> data)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (algorithm != Ed25519PublicKey.Name) throw WrongAlgorithm(algorithm);
        Span<byte> value = stackalloc byte[Ed25519PublicKey.SignatureSize];
        // As a span: an array in second place would be taken for the context of Ed25519ctx.
        Ed25519.Sign(_seed, _point.AsSpan(), data, value);
        return SignatureBlob.Write(algorithm, value);
    }

    internal override int PrivateFieldsSize => (3 * sizeof(uint)) + Ed25519PublicKey.Name.Length + (2 * _point.Length) + SeedSize;

    internal override void WritePrivateFields(ref WireWriter writer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        writer.WriteText(Ed25519PublicKey.Name);
        writer.WriteString(_point);
        writer.WriteUInt32((uint)(SeedSize + _point.Length));
        writer.WriteBytes(_seed);
        writer.WriteBytes(_point);
    }

    public override void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_seed);
    }
}

using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc7748;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>An ephemeral X25519 key (RFC 7748 section 5). Not thread-safe; disposing clears the private half.</summary>
internal sealed class X25519KeyPair : IDisposable
{
    /// <summary>Bytes of a private key, a public key and a shared secret.</summary>
    public const int Size = 32;

    private readonly byte[] _privateKey;

    private X25519KeyPair(byte[] privateKey)
    {
        _privateKey = privateKey;
        PublicKey = new byte[Size];
        X25519.ScalarMultBase(privateKey, PublicKey);
    }

    /// <summary>The public half, 32 bytes.</summary>
    public byte[] PublicKey { get; }

    /// <summary>A fresh key from the system's random numbers.</summary>
    public static X25519KeyPair Generate() => new(RandomNumberGenerator.GetBytes(Size));

    /// <summary>A key from given 32 bytes, which it copies.</summary>
    public static X25519KeyPair From(ReadOnlySpan<byte> privateKey) => new(privateKey.ToArray());

    /// <summary>Agrees with the peer on 32 bytes of <paramref name="secret"/>.</summary>
    /// <returns>False if the peer's key is not 32 bytes, or gives the all-zero secret that RFC 8731 section 3 refuses.</returns>
    public bool TryAgree(ReadOnlySpan<byte> peer, Span<byte> secret) =>
        peer.Length == Size && X25519.CalculateAgreement(_privateKey, peer, secret);

    public void Dispose() => CryptographicOperations.ZeroMemory(_privateKey);
}

using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>sntrup761x25519-sha512 (RFC 9941).</summary>
internal sealed class Sntrup761X25519Agreement()
    : X25519HybridAgreement(Sntrup761.PublicKeySize, Sntrup761.CiphertextSize, Sntrup761.SecretSize, HashAlgorithmName.SHA512)
{
    private byte[]? _key;

    public override void Dispose()
    {
        base.Dispose();
        CryptographicOperations.ZeroMemory(_key);
    }

    protected override void GenerateKey(Span<byte> publicKey)
    {
        _key ??= new byte[Sntrup761.PrivateKeySize];
        Sntrup761.GenerateKey(publicKey, _key);
    }

    protected override bool IsPublicKey(ReadOnlySpan<byte> publicKey) => Sntrup761.IsPublicKey(publicKey);

    protected override void Encapsulate(ReadOnlySpan<byte> publicKey, Span<byte> ciphertext, Span<byte> secret) =>
        Sntrup761.Encapsulate(publicKey, ciphertext, secret);

    protected override void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> secret) => Sntrup761.Decapsulate(_key, ciphertext, secret);
}

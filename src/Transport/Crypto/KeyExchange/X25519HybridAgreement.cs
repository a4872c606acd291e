using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// A post-quantum key encapsulation beside X25519: the client's value is the public key and the X25519 key, the server's
/// the ciphertext and the X25519 key, and K the hash of both secrets, encoded as a string. Whoever breaks only one of
/// them learns nothing.
/// </summary>
/// <param name="publicKeySize">Bytes of a public key.</param>
/// <param name="ciphertextSize">Bytes of a ciphertext.</param>
/// <param name="secretSize">Bytes of the encapsulated secret.</param>
/// <param name="hash">The hash of the key exchange method.</param>
internal abstract class X25519HybridAgreement(int publicKeySize, int ciphertextSize, int secretSize, HashAlgorithmName hash) : KeyAgreement
{
    private X25519KeyPair? _classical;

    public sealed override byte[] Start()
    {
        var clientValue = new byte[publicKeySize + X25519KeyPair.Size];
        GenerateKey(clientValue.AsSpan(0, publicKeySize));
        Renew().PublicKey.CopyTo(clientValue, publicKeySize);
        return clientValue;
    }

    public sealed override bool TryFinish(ReadOnlySpan<byte> serverValue, out byte[] sharedSecret)
    {
        if (_classical is null) throw new InvalidOperationException("The key agreement has not been started.");
        sharedSecret = [];
        if (serverValue.Length != ciphertextSize + X25519KeyPair.Size) return false;
        Span<byte> secrets = stackalloc byte[secretSize + X25519KeyPair.Size];
        var agreed = _classical.TryAgree(serverValue[ciphertextSize..], secrets[secretSize..]);
        if (agreed)
        {
            Decapsulate(serverValue[..ciphertextSize], secrets[..secretSize]);
            sharedSecret = Combine(secrets);
        }
        CryptographicOperations.ZeroMemory(secrets);
        return agreed;
    }

    public sealed override bool TryRespond(ReadOnlySpan<byte> clientValue, out byte[] serverValue, out byte[] sharedSecret)
    {
        serverValue = sharedSecret = [];
        if (clientValue.Length != publicKeySize + X25519KeyPair.Size) return false;
        var publicKey = clientValue[..publicKeySize];
        if (!IsPublicKey(publicKey)) return false;
        Span<byte> secrets = stackalloc byte[secretSize + X25519KeyPair.Size];
        var classical = Renew();
        var agreed = classical.TryAgree(clientValue[publicKeySize..], secrets[secretSize..]);
        if (agreed)
        {
            serverValue = new byte[ciphertextSize + X25519KeyPair.Size];
            Encapsulate(publicKey, serverValue.AsSpan(0, ciphertextSize), secrets[..secretSize]);
            classical.PublicKey.CopyTo(serverValue, ciphertextSize);
            sharedSecret = Combine(secrets);
        }
        CryptographicOperations.ZeroMemory(secrets);
        return agreed;
    }

    public override void Dispose() => _classical?.Dispose();

    /// <summary>Client role: makes a key pair, keeps the private half and writes the public one.</summary>
    protected abstract void GenerateKey(Span<byte> publicKey);

    /// <summary>True if the bytes, of the right length, are a public key.</summary>
    protected abstract bool IsPublicKey(ReadOnlySpan<byte> publicKey);

    /// <summary>Server role: a secret for the client, and the ciphertext that carries it.</summary>
    protected abstract void Encapsulate(ReadOnlySpan<byte> publicKey, Span<byte> ciphertext, Span<byte> secret);

    /// <summary>Client role: the secret in the ciphertext; one that nobody knows if the ciphertext was forged.</summary>
    protected abstract void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> secret);

    private X25519KeyPair Renew()
    {
        _classical?.Dispose();
        return _classical = X25519KeyPair.Generate();
    }

    private byte[] Combine(ReadOnlySpan<byte> secrets)
    {
        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        digest = digest[..CryptographicOperations.HashData(hash, secrets, digest)];
        var encoded = SharedSecret.AsString(digest);
        CryptographicOperations.ZeroMemory(digest);
        return encoded;
    }
}

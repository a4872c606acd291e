using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// sntrup761x25519-sha512 (RFC 9941): the client's value is the sntrup761 public key and the X25519 key, the server's the
/// ciphertext and the X25519 key, and K the SHA-512 of both secrets, encoded as a string.
/// </summary>
internal sealed class Sntrup761X25519Agreement : KeyAgreement
{
    private const int ClientValueSize = Sntrup761.PublicKeySize + X25519KeyPair.Size;
    private const int ServerValueSize = Sntrup761.CiphertextSize + X25519KeyPair.Size;
    private const int SecretsSize = Sntrup761.SecretSize + X25519KeyPair.Size;

    private X25519KeyPair? _classical;
    private byte[]? _postQuantum;

    public override byte[] Start()
    {
        _postQuantum ??= new byte[Sntrup761.PrivateKeySize];
        _classical?.Dispose();
        _classical = X25519KeyPair.Generate();
        var clientValue = new byte[ClientValueSize];
        Sntrup761.GenerateKey(clientValue.AsSpan(0, Sntrup761.PublicKeySize), _postQuantum);
        _classical.PublicKey.CopyTo(clientValue, Sntrup761.PublicKeySize);
        return clientValue;
    }

    public override bool TryFinish(ReadOnlySpan<byte> serverValue, out byte[] sharedSecret)
    {
        if (_classical is null || _postQuantum is null) throw new InvalidOperationException("The key agreement has not been started.");
        sharedSecret = [];
        if (serverValue.Length != ServerValueSize) return false;
        Span<byte> secrets = stackalloc byte[SecretsSize];
        var agreed = _classical.TryAgree(serverValue[Sntrup761.CiphertextSize..], secrets[Sntrup761.SecretSize..]);
        if (agreed)
        {
            Sntrup761.Decapsulate(_postQuantum, serverValue[..Sntrup761.CiphertextSize], secrets[..Sntrup761.SecretSize]);
            sharedSecret = Combine(secrets);
        }
        CryptographicOperations.ZeroMemory(secrets);
        return agreed;
    }

    public override bool TryRespond(ReadOnlySpan<byte> clientValue, out byte[] serverValue, out byte[] sharedSecret)
    {
        serverValue = sharedSecret = [];
        if (clientValue.Length != ClientValueSize) return false;
        var publicKey = clientValue[..Sntrup761.PublicKeySize];
        if (!Sntrup761.IsPublicKey(publicKey)) return false;
        _classical?.Dispose();
        _classical = X25519KeyPair.Generate();
        Span<byte> secrets = stackalloc byte[SecretsSize];
        var agreed = _classical.TryAgree(clientValue[Sntrup761.PublicKeySize..], secrets[Sntrup761.SecretSize..]);
        if (agreed)
        {
            serverValue = new byte[ServerValueSize];
            Sntrup761.Encapsulate(publicKey, serverValue.AsSpan(0, Sntrup761.CiphertextSize), secrets[..Sntrup761.SecretSize]);
            _classical.PublicKey.CopyTo(serverValue, Sntrup761.CiphertextSize);
            sharedSecret = Combine(secrets);
        }
        CryptographicOperations.ZeroMemory(secrets);
        return agreed;
    }

    public override void Dispose()
    {
        _classical?.Dispose();
        CryptographicOperations.ZeroMemory(_postQuantum);
    }

    private static byte[] Combine(ReadOnlySpan<byte> secrets)
    {
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        SHA512.HashData(secrets, hash);
        var encoded = SharedSecret.AsString(hash);
        CryptographicOperations.ZeroMemory(hash);
        return encoded;
    }
}

using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// mlkem768x25519-sha256 (draft-ietf-sshm-mlkem-hybrid-kex): C_INIT is the encapsulation key and the X25519 key,
/// S_REPLY the ciphertext and the X25519 key, and K the SHA-256 of both secrets, encoded as a string.
/// </summary>
internal sealed class MlKem768X25519Agreement : KeyAgreement
{
    private const int ClientValueSize = MlKem768.EncapsulationKeySize + X25519KeyPair.Size;
    private const int ServerValueSize = MlKem768.CiphertextSize + X25519KeyPair.Size;
    private const int SecretsSize = MlKem768.SecretSize + X25519KeyPair.Size;

    private X25519KeyPair? _classical;
    private MLKemPrivateKeyParameters? _postQuantum;

    public override byte[] Start()
    {
        var seed = RandomNumberGenerator.GetBytes(MlKem768.SeedSize);
        _postQuantum = MlKem768.GenerateKey(seed);
        CryptographicOperations.ZeroMemory(seed);
        _classical?.Dispose();
        _classical = X25519KeyPair.Generate();
        return [.. _postQuantum.GetPublicKeyEncoded(), .. _classical.PublicKey];
    }

    public override bool TryFinish(ReadOnlySpan<byte> serverValue, out byte[] sharedSecret)
    {
        if (_classical is null || _postQuantum is null) throw new InvalidOperationException("The key agreement has not been started.");
        sharedSecret = [];
        if (serverValue.Length != ServerValueSize) return false;
        Span<byte> secrets = stackalloc byte[SecretsSize];
        var agreed = _classical.TryAgree(serverValue[MlKem768.CiphertextSize..], secrets[MlKem768.SecretSize..]);
        if (agreed)
        {
            MlKem768.Decapsulate(_postQuantum, serverValue[..MlKem768.CiphertextSize], secrets[..MlKem768.SecretSize]);
            sharedSecret = Combine(secrets);
        }
        CryptographicOperations.ZeroMemory(secrets);
        return agreed;
    }

    public override bool TryRespond(ReadOnlySpan<byte> clientValue, out byte[] serverValue, out byte[] sharedSecret)
    {
        serverValue = sharedSecret = [];
        if (clientValue.Length != ClientValueSize) return false;
        var encapsulationKey = clientValue[..MlKem768.EncapsulationKeySize];
        if (!MlKem768.IsEncapsulationKey(encapsulationKey)) return false;
        _classical?.Dispose();
        _classical = X25519KeyPair.Generate();
        Span<byte> secrets = stackalloc byte[SecretsSize];
        var agreed = _classical.TryAgree(clientValue[MlKem768.EncapsulationKeySize..], secrets[MlKem768.SecretSize..]);
        if (agreed)
        {
            serverValue = new byte[ServerValueSize];
            MlKem768.Encapsulate(encapsulationKey, serverValue.AsSpan(0, MlKem768.CiphertextSize), secrets[..MlKem768.SecretSize]);
            _classical.PublicKey.CopyTo(serverValue, MlKem768.CiphertextSize);
            sharedSecret = Combine(secrets);
        }
        CryptographicOperations.ZeroMemory(secrets);
        return agreed;
    }

    public override void Dispose()
    {
        _classical?.Dispose();
        // The library keeps the decapsulation key where it cannot be cleared; letting go of it is all there is.
        _postQuantum = null;
    }

    private static byte[] Combine(ReadOnlySpan<byte> secrets)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(secrets, hash);
        var encoded = SharedSecret.AsString(hash);
        CryptographicOperations.ZeroMemory(hash);
        return encoded;
    }
}

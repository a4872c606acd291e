using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>mlkem768x25519-sha256 (draft-ietf-sshm-mlkem-hybrid-kex).</summary>
internal sealed class MlKem768X25519Agreement()
    : X25519HybridAgreement(MlKem768.EncapsulationKeySize, MlKem768.CiphertextSize, MlKem768.SecretSize, HashAlgorithmName.SHA256)
{
    private MLKemPrivateKeyParameters? _key;

    public override void Dispose()
    {
        base.Dispose();
        // The library keeps the decapsulation key where it cannot be cleared; letting go of it is all there is.
        _key = null;
    }

    protected override void GenerateKey(Span<byte> publicKey)
    {
        var seed = RandomNumberGenerator.GetBytes(MlKem768.SeedSize);
        _key = MlKem768.GenerateKey(seed);
        CryptographicOperations.ZeroMemory(seed);
        _key.GetPublicKeyEncoded().CopyTo(publicKey);
    }

    protected override bool IsPublicKey(ReadOnlySpan<byte> publicKey) => MlKem768.IsEncapsulationKey(publicKey);

    protected override void Encapsulate(ReadOnlySpan<byte> publicKey, Span<byte> ciphertext, Span<byte> secret) =>
        MlKem768.Encapsulate(publicKey, ciphertext, secret);

    protected override void Decapsulate(ReadOnlySpan<byte> ciphertext, Span<byte> secret) => MlKem768.Decapsulate(_key!, ciphertext, secret);
}

using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>ML-KEM-768 (FIPS 203) with the input checks of its section 7. Thread-safe.</summary>
internal static class MlKem768
{
    /// <summary>Bytes of an encapsulation key, of a ciphertext, of a shared secret and of the seed d || z.</summary>
    public const int EncapsulationKeySize = 1184, CiphertextSize = 1088, SecretSize = 32, SeedSize = 64;

    private const int Modulus = 3329;
    private const int CoefficientBytes = 1152;

    private static readonly SecureRandom _random = new(new CryptoApiRandomGenerator(RandomNumberGenerator.Create()));

    /// <summary>Makes a decapsulation key from 64 random bytes, which the caller clears.</summary>
    public static MLKemPrivateKeyParameters GenerateKey(byte[] seed) =>
        MLKemPrivateKeyParameters.FromSeed(MLKemParameters.ml_kem_768, seed);

    /// <summary>
    /// The encapsulation key check of FIPS 203 section 7.2: the length, and every 12-bit coefficient below the modulus.
    /// </summary>
    public static bool IsEncapsulationKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != EncapsulationKeySize) return false;
        for (var i = 0; i < CoefficientBytes; i += 3)
        {
            var even = key[i] | ((key[i + 1] & 0x0F) << 8);
            var odd = (key[i + 1] >> 4) | (key[i + 2] << 4);
            if (even >= Modulus || odd >= Modulus) return false;
        }
        return true;
    }

    /// <summary>Encapsulates to a key that passed <see cref="IsEncapsulationKey"/>: 1088 bytes and a secret of 32.</summary>
    public static void Encapsulate(ReadOnlySpan<byte> key, Span<byte> ciphertext, Span<byte> secret)
    {
        var publicKey = MLKemPublicKeyParameters.FromEncoding(MLKemParameters.ml_kem_768, key.ToArray());
        var encapsulator = new MLKemEncapsulator(MLKemParameters.ml_kem_768);
        encapsulator.Init(new ParametersWithRandom(publicKey, _random));
        encapsulator.Encapsulate(ciphertext, secret);
    }

    /// <summary>Decapsulates 1088 bytes to 32. A forged ciphertext gives a secret that nobody knows (implicit rejection).</summary>
    public static void Decapsulate(MLKemPrivateKeyParameters key, ReadOnlySpan<byte> ciphertext, Span<byte> secret)
    {
        var decapsulator = new MLKemDecapsulator(MLKemParameters.ml_kem_768);
        decapsulator.Init(key);
        decapsulator.Decapsulate(ciphertext, secret);
    }
}

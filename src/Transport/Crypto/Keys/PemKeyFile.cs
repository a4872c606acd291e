using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Utilities;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>
/// Private keys in PEM as ssh-keygen -m and openssl write them: PKCS#1, SEC1 and PKCS#8, in the clear or encrypted
/// (RFC 7468, RFC 8018; the header encryption of RFC 1421).
/// </summary>
internal static class PemKeyFile
{
    public static bool IsOne(ReadOnlySpan<byte> file) =>
        file.IndexOf("-----BEGIN "u8) >= 0 && file.IndexOf("PRIVATE KEY-----"u8) >= 0;

    /// <exception cref="SshKeyFileException">One sentence that says what is wrong.</exception>
    /// <exception cref="CryptographicException">The numbers are no key.</exception>
    public static SshPrivateKey Read(ReadOnlySpan<byte> file, ReadOnlySpan<char> passphrase)
    {
        var encrypted = file.IndexOf("BEGIN ENCRYPTED PRIVATE KEY"u8) >= 0 || file.IndexOf("Proc-Type: 4,ENCRYPTED"u8) >= 0;
        if (encrypted && passphrase.IsEmpty)
            throw new SshKeyFileException("The key file is protected by a passphrase; give the passphrase.");
        var characters = passphrase.ToArray();
        object? parsed;
        try
        {
            using var text = new StringReader(Encoding.Latin1.GetString(file));
            using var pem = new PemReader(text, new Passphrase(characters));
            parsed = pem.ReadObject();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The parser's exceptions are of many kinds, and a wrong passphrase looks to it like any damage.
            throw new SshKeyFileException(encrypted
                ? "The passphrase does not open the key file, or the file is damaged; give the right passphrase."
                : "The key file is damaged; restore it from a copy.");
        }
        finally
        {
            Array.Clear(characters);
        }
        return (parsed is AsymmetricCipherKeyPair pair ? pair.Private : parsed) switch
        {
            RsaPrivateCrtKeyParameters rsa => From(rsa),
            ECPrivateKeyParameters ec => From(ec),
            Ed25519PrivateKeyParameters ed25519 => new Ed25519PrivateKey(ed25519.GetEncoded()),
            _ => throw new SshKeyFileException(
                "The key file holds a type of key that is not supported; make an Ed25519, ECDSA or RSA key."),
        };
    }

    private static RsaPrivateKey From(RsaPrivateCrtKeyParameters key)
    {
        var modulus = key.Modulus.ToByteArrayUnsigned();
        var half = (modulus.Length + 1) / 2;
        try
        {
            return new RsaPrivateKey(new RSAParameters
            {
                Modulus = modulus,
                Exponent = key.PublicExponent.ToByteArrayUnsigned(),
                D = BigIntegers.AsUnsignedByteArray(modulus.Length, key.Exponent),
                P = BigIntegers.AsUnsignedByteArray(half, key.P),
                Q = BigIntegers.AsUnsignedByteArray(half, key.Q),
                DP = BigIntegers.AsUnsignedByteArray(half, key.DP),
                DQ = BigIntegers.AsUnsignedByteArray(half, key.DQ),
                InverseQ = BigIntegers.AsUnsignedByteArray(half, key.QInv),
            });
        }
        catch (ArgumentException e)
        {
            // A number longer than its place.
            throw new CryptographicException(e.Message, e);
        }
    }

    private static EcdsaPrivateKey From(ECPrivateKeyParameters key)
    {
        var point = key.Parameters.G.Multiply(key.D).Normalize().GetEncoded(compressed: false);
        foreach (var curve in NistCurve.All)
        {
            // The curve is known by the length of its field; the import refuses a point of any other.
            if (curve.TryDecodePoint(point, out var coordinates))
                return new EcdsaPrivateKey(curve, BigIntegers.AsUnsignedByteArray(curve.FieldSize, key.D), coordinates);
        }
        throw new SshKeyFileException(
            "The key file holds an ECDSA key on a curve that is not supported; make one with ssh-keygen -t ecdsa.");
    }

    private sealed class Passphrase(char[] characters) : IPasswordFinder
    {
        public char[] GetPassword() => (char[])characters.Clone();
    }
}

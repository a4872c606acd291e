using Sluice.Transport;
using Sluice.Transport.Crypto.Keys;

namespace Sluice.Fuzz;

/// <summary>Whether a signature is one, found in another way than by the code that verifies.</summary>
internal static class Genuine
{
    /// <summary>Ed25519 and RSA keys make one signature of some data, which is made again; for ECDSA another library is asked.</summary>
    public static bool Is(SshPrivateKey key, string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> blob)
    {
        if (algorithm.StartsWith("ecdsa", StringComparison.Ordinal)) return EcdsaOracle.Verify(key.PublicKey, algorithm, data, blob);
        SignatureBlob.TryRead(key.Sign(algorithm, data), algorithm, out var genuine);
        if (!SignatureBlob.TryRead(blob, algorithm, out var value)) return false;
        // RFC 8017 wants the modulus's length; some clients leave out leading zeros, and that is let through.
        return key.PublicKey.KeyType == RsaPublicKey.Name
            ? value.Length <= genuine.Length && value.TrimStart((byte)0).SequenceEqual(genuine.TrimStart((byte)0))
            : value.SequenceEqual(genuine);
    }
}

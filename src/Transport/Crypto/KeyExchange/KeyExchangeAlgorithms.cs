using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>The key exchange algorithms that Sluice speaks.</summary>
internal static class KeyExchangeAlgorithms
{
    /// <summary>All of them, most preferred first: secrecy that outlives quantum computers before speed.</summary>
    public static IReadOnlyList<KeyExchangeAlgorithm> All { get; } =
    [
        new("mlkem768x25519-sha256", HashAlgorithmName.SHA256, static () => new MlKem768X25519Agreement()),
        new("sntrup761x25519-sha512", HashAlgorithmName.SHA512, static () => new Sntrup761X25519Agreement()),
        // The name from before RFC 9941; the same method, and all that OpenSSH before 9.9 offers.
        new("sntrup761x25519-sha512@openssh.com", HashAlgorithmName.SHA512, static () => new Sntrup761X25519Agreement()),
        new("curve25519-sha256", HashAlgorithmName.SHA256, static () => new Curve25519Agreement()),
        // The name from before RFC 8731; the same method, and all that some older clients offer.
        new("curve25519-sha256@libssh.org", HashAlgorithmName.SHA256, static () => new Curve25519Agreement()),
        new("ecdh-sha2-nistp256", HashAlgorithmName.SHA256, static () => new EcdhNistP256Agreement()),
    ];
}

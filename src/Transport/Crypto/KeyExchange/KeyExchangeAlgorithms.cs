using System.Security.Cryptography;
using Sluice.Transport.Crypto.Keys;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>The key exchange algorithms that Sluice speaks.</summary>
internal static class KeyExchangeAlgorithms
{
    /// <summary>
    /// All of them, most preferred first: secrecy that outlives quantum computers, then curves, then prime fields, which cost
    /// a hundred times as much. The last ones are not offered by default: SHA-1 is broken.
    /// </summary>
    public static IReadOnlyList<KeyExchangeAlgorithm> All { get; } =
    [
        new("mlkem768x25519-sha256", HashAlgorithmName.SHA256, static () => new MlKem768X25519Agreement()),
        new("sntrup761x25519-sha512", HashAlgorithmName.SHA512, static () => new Sntrup761X25519Agreement()),
        // The name from before RFC 9941; the same method, and all that OpenSSH before 9.9 offers.
        new("sntrup761x25519-sha512@openssh.com", HashAlgorithmName.SHA512, static () => new Sntrup761X25519Agreement()),
        new("curve25519-sha256", HashAlgorithmName.SHA256, static () => new Curve25519Agreement()),
        // The name from before RFC 8731; the same method, and all that some older clients offer.
        new("curve25519-sha256@libssh.org", HashAlgorithmName.SHA256, static () => new Curve25519Agreement()),
        new("ecdh-sha2-nistp256", HashAlgorithmName.SHA256, static () => new EcdhAgreement(NistCurve.P256)),
        new("ecdh-sha2-nistp384", HashAlgorithmName.SHA384, static () => new EcdhAgreement(NistCurve.P384)),
        new("ecdh-sha2-nistp521", HashAlgorithmName.SHA512, static () => new EcdhAgreement(NistCurve.P521)),
        new("diffie-hellman-group-exchange-sha256", HashAlgorithmName.SHA256, static () => new DiffieHellmanAgreement(null)),
        new("diffie-hellman-group16-sha512", HashAlgorithmName.SHA512, static () => new DiffieHellmanAgreement(DiffieHellmanGroups.Group16)),
        new("diffie-hellman-group18-sha512", HashAlgorithmName.SHA512, static () => new DiffieHellmanAgreement(DiffieHellmanGroups.Group18)),
        new("diffie-hellman-group14-sha256", HashAlgorithmName.SHA256, static () => new DiffieHellmanAgreement(DiffieHellmanGroups.Group14)),
        new("diffie-hellman-group-exchange-sha1", HashAlgorithmName.SHA1, static () => new DiffieHellmanAgreement(null)) { IsDefault = false },
        new("diffie-hellman-group14-sha1", HashAlgorithmName.SHA1, static () => new DiffieHellmanAgreement(DiffieHellmanGroups.Group14)) { IsDefault = false },
    ];
}

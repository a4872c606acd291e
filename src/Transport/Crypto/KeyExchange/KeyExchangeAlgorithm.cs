using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>One name of the key exchange list of KEXINIT.</summary>
/// <param name="Name">The name on the wire.</param>
/// <param name="Hash">The hash of the exchange hash and of key derivation (RFC 4253 section 7.2).</param>
/// <param name="Create">Makes a fresh run.</param>
internal sealed record KeyExchangeAlgorithm(string Name, HashAlgorithmName Hash, Func<KeyAgreement> Create)
{
    /// <summary>False for what is too weak to be offered unless an operator names it.</summary>
    public bool IsDefault { get; init; } = true;
}

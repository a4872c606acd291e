using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.Protection;

/// <summary>One name of the MAC lists of KEXINIT (RFC 6668; the -etm forms: OpenSSH PROTOCOL section 1.1).</summary>
/// <param name="Name">The name on the wire.</param>
/// <param name="Hash">The hash of the HMAC.</param>
/// <param name="Length">Bytes of key and of tag.</param>
/// <param name="EncryptsFirst">True for encrypt-then-MAC.</param>
internal sealed record MacAlgorithm(string Name, HashAlgorithmName Hash, int Length, bool EncryptsFirst)
{
    /// <summary>False for what is not offered unless an operator names it.</summary>
    public bool IsDefault { get; init; } = true;
}

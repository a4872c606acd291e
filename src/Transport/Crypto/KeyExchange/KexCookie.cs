using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>The random bytes of a KEXINIT (RFC 4253 section 7.1), which neither side alone determines.</summary>
internal static class KexCookie
{
    /// <summary>Its length in bytes.</summary>
    public const int Length = 16;

    public static void Fill(Span<byte> cookie) => RandomNumberGenerator.Fill(cookie[..Length]);
}

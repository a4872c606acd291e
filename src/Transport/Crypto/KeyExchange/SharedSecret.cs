using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>Encodes a shared secret as it enters the exchange hash, in an array of its own that the caller clears.</summary>
internal static class SharedSecret
{
    /// <summary>As an mpint (RFC 4253 section 8, RFC 5656 section 4, RFC 8731 section 3.1).</summary>
    public static byte[] AsMpint(ReadOnlySpan<byte> bigEndian)
    {
        var magnitude = bigEndian.TrimStart((byte)0);
        var needsZero = !magnitude.IsEmpty && (magnitude[0] & 0x80) != 0;
        var encoded = new byte[sizeof(uint) + (needsZero ? 1 : 0) + magnitude.Length];
        new WireWriter(encoded).WriteMpint(magnitude);
        return encoded;
    }

    /// <summary>As a string, which keeps its length constant (the hybrids).</summary>
    public static byte[] AsString(ReadOnlySpan<byte> secret)
    {
        var encoded = new byte[sizeof(uint) + secret.Length];
        new WireWriter(encoded).WriteString(secret);
        return encoded;
    }
}

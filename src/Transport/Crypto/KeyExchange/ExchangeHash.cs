using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>The exchange hash (RFC 4253 section 8, RFC 5656 section 4) and the keys derived from it (section 7.2).</summary>
internal static class ExchangeHash
{
    /// <summary>H over identifications, KEXINIT payloads, host key, both public values and the encoded shared secret.</summary>
    public static byte[] Compute(
        HashAlgorithmName algorithm,
        string clientIdentification,
        string serverIdentification,
        ReadOnlySpan<byte> clientInit,
        ReadOnlySpan<byte> serverInit,
        ReadOnlySpan<byte> hostKey,
        ReadOnlySpan<byte> clientValue,
        ReadOnlySpan<byte> serverValue,
        ReadOnlySpan<byte> sharedSecret)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        AppendString(hash, System.Text.Encoding.UTF8.GetBytes(clientIdentification));
        AppendString(hash, System.Text.Encoding.UTF8.GetBytes(serverIdentification));
        AppendString(hash, clientInit);
        AppendString(hash, serverInit);
        AppendString(hash, hostKey);
        AppendString(hash, clientValue);
        AppendString(hash, serverValue);
        hash.AppendData(sharedSecret);
        return hash.GetHashAndReset();
    }

    /// <summary>Derives key material for a letter 'A' to 'F'; the caller clears it.</summary>
    public static byte[] Derive(HashAlgorithmName algorithm, ReadOnlySpan<byte> sharedSecret, ReadOnlySpan<byte> exchangeHash, char letter, ReadOnlySpan<byte> sessionId, int length)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        var output = new byte[length];
        Span<byte> digest = stackalloc byte[64];
        digest = digest[..hash.HashLengthInBytes];
        for (var done = 0; done < length;)
        {
            hash.AppendData(sharedSecret);
            hash.AppendData(exchangeHash);
            if (done == 0)
            {
                hash.AppendData([(byte)letter]);
                hash.AppendData(sessionId);
            }
            else
            {
                hash.AppendData(output.AsSpan(0, done));
            }
            hash.GetHashAndReset(digest);
            var take = Math.Min(digest.Length, length - done);
            digest[..take].CopyTo(output.AsSpan(done));
            done += take;
        }
        CryptographicOperations.ZeroMemory(digest);
        return output;
    }

    /// <summary>Fills with random bytes.</summary>
    public static void Randomize(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);

    /// <summary>Clears a secret.</summary>
    public static void Clear(Span<byte> secret) => CryptographicOperations.ZeroMemory(secret);

    private static void AppendString(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}

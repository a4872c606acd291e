using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>Keys out of a shared secret and an exchange hash (RFC 4253 section 7.2).</summary>
internal static class KeyDerivation
{
    // Secret of 8192 bits as an mpint, H, letter, session id, and as much output as one key takes.
    private const int MaxInput = 4 + 1 + 1024 + 64 + 1 + 64 + 64;

    /// <summary>Fills <paramref name="output"/>, at most 64 bytes, for a letter 'A' to 'F'; the caller clears it.</summary>
    public static void Derive(
        HashAlgorithmName algorithm,
        ReadOnlySpan<byte> sharedSecret,
        ReadOnlySpan<byte> exchangeHash,
        char letter,
        ReadOnlySpan<byte> sessionId,
        Span<byte> output)
    {
        Span<byte> input = stackalloc byte[MaxInput];
        Span<byte> digest = stackalloc byte[64];
        sharedSecret.CopyTo(input);
        exchangeHash.CopyTo(input[sharedSecret.Length..]);
        var prefix = sharedSecret.Length + exchangeHash.Length;
        input[prefix] = (byte)letter;
        sessionId.CopyTo(input[(prefix + 1)..]);
        // K1 = HASH(K || H || letter || session_id), K2 = HASH(K || H || K1), ...
        var length = prefix + 1 + sessionId.Length;
        for (var done = 0; done < output.Length;)
        {
            var size = CryptographicOperations.HashData(algorithm, input[..length], digest);
            var take = Math.Min(size, output.Length - done);
            digest[..take].CopyTo(output[done..]);
            done += take;
            output[..done].CopyTo(input[prefix..]);
            length = prefix + done;
        }
        CryptographicOperations.ZeroMemory(input);
        CryptographicOperations.ZeroMemory(digest);
    }
}

using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// The hashes of sntrup761: the first half of the SHA-512 of one byte, which tells their uses apart, and the input.
/// </summary>
internal static class Sntrup761Hash
{
    public const int Size = 32;

    private const byte ConfirmationUse = 2, MessageUse = 3, PublicKeyUse = 4;

    /// <summary>Hashes a public key.</summary>
    public static void OfPublicKey(ReadOnlySpan<byte> publicKey, Span<byte> hash) => Compute(PublicKeyUse, [], publicKey, hash);

    /// <summary>The hash in a ciphertext, of the encoded message and of the public key's hash.</summary>
    public static void Confirm(ReadOnlySpan<byte> encodedMessage, ReadOnlySpan<byte> publicKeyHash, Span<byte> hash) =>
        ComputeWithMessage(ConfirmationUse, encodedMessage, publicKeyHash, hash);

    /// <summary>The shared secret, of the encoded message and of the ciphertext: 1 if that was accepted, 0 if not.</summary>
    public static void Session(byte accepted, ReadOnlySpan<byte> encodedMessage, ReadOnlySpan<byte> ciphertext, Span<byte> secret) =>
        ComputeWithMessage(accepted, encodedMessage, ciphertext, secret);

    private static void ComputeWithMessage(byte use, ReadOnlySpan<byte> encodedMessage, ReadOnlySpan<byte> input, Span<byte> hash)
    {
        Span<byte> messageHash = stackalloc byte[Size];
        Compute(MessageUse, [], encodedMessage, messageHash);
        Compute(use, messageHash, input, hash);
        CryptographicOperations.ZeroMemory(messageHash);
    }

    [SkipLocalsInit]
    private static void Compute(byte use, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail, Span<byte> hash)
    {
        Span<byte> input = stackalloc byte[1 + Size + LargePolynomial.Size];
        input[0] = use;
        head.CopyTo(input[1..]);
        tail.CopyTo(input[(1 + head.Length)..]);
        input = input[..(1 + head.Length + tail.Length)];
        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        SHA512.HashData(input, digest);
        digest[..Size].CopyTo(hash);
        CryptographicOperations.ZeroMemory(input);
        CryptographicOperations.ZeroMemory(digest);
    }
}

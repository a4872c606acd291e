using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>bcrypt_pbkdf of OpenBSD: PBKDF2 (RFC 8018 section 5.2) with bcrypt over SHA-512 hashes as its function.</summary>
internal static class BcryptPbkdf
{
    private const int OutputSize = 32;
    private const int HashSize = SHA512.HashSizeInBytes;
    private const int Cost = 64;

    // "OxychromaticBlowfishSwatDynamite", which bcrypt encrypts with the state that it has made.
    private static ReadOnlySpan<byte> PlainText => "OxychromaticBlowfishSwatDynamite"u8;

    /// <summary>Fills <paramref name="key"/> from passphrase and salt.</summary>
    public static void Derive(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int rounds, Span<byte> key)
    {
        Span<byte> hashedPassphrase = stackalloc byte[HashSize];
        Span<byte> hashedSalt = stackalloc byte[HashSize];
        Span<byte> output = stackalloc byte[OutputSize];
        Span<byte> sum = stackalloc byte[OutputSize];
        var countedSalt = new byte[salt.Length + sizeof(uint)];
        salt.CopyTo(countedSalt);
        SHA512.HashData(passphrase, hashedPassphrase);
        // Where PBKDF2 lays its blocks one after the other, this one deals their bytes out like cards.
        var blocks = (key.Length + OutputSize - 1) / OutputSize;
        for (var block = 0; block < blocks; block++)
        {
            BinaryPrimitives.WriteInt32BigEndian(countedSalt.AsSpan(salt.Length), block + 1);
            SHA512.HashData(countedSalt, hashedSalt);
            Hash(hashedPassphrase, hashedSalt, output);
            output.CopyTo(sum);
            for (var round = 1; round < rounds; round++)
            {
                SHA512.HashData(output, hashedSalt);
                Hash(hashedPassphrase, hashedSalt, output);
                for (var i = 0; i < OutputSize; i++) sum[i] ^= output[i];
            }
            for (var i = block; i < key.Length; i += blocks) key[i] = sum[i / blocks];
        }
        CryptographicOperations.ZeroMemory(hashedPassphrase);
        CryptographicOperations.ZeroMemory(output);
        CryptographicOperations.ZeroMemory(sum);
    }

    private static void Hash(ReadOnlySpan<byte> hashedPassphrase, ReadOnlySpan<byte> hashedSalt, Span<byte> output)
    {
        var blowfish = new Blowfish();
        blowfish.Expand(hashedPassphrase, hashedSalt);
        for (var i = 0; i < Cost; i++)
        {
            blowfish.Expand(hashedSalt, default);
            blowfish.Expand(hashedPassphrase, default);
        }
        Span<uint> words = stackalloc uint[OutputSize / sizeof(uint)];
        for (var i = 0; i < words.Length; i++) words[i] = BinaryPrimitives.ReadUInt32BigEndian(PlainText[(i * sizeof(uint))..]);
        for (var i = 0; i < Cost; i++)
        {
            for (var pair = 0; pair < words.Length; pair += 2) blowfish.Encrypt(ref words[pair], ref words[pair + 1]);
        }
        for (var i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(output[(i * sizeof(uint))..], words[i]);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(words));
        blowfish.Clear();
    }
}

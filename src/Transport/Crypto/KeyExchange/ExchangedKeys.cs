using System.Security.Cryptography;
using Sluice.Transport.Crypto.Protection;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>What a key exchange came to (RFC 4253 section 7.2): makes the keys of both directions. Disposing clears it.</summary>
/// <param name="algorithm">The hash of the key exchange method.</param>
/// <param name="sharedSecret">K, encoded; taken over.</param>
/// <param name="hash">H.</param>
/// <param name="sessionId">H of the connection's first exchange; null if this is the first.</param>
internal sealed class ExchangedKeys(HashAlgorithmName algorithm, byte[] sharedSecret, byte[] hash, byte[]? sessionId) : IDisposable
{
    private const int MaxKey = 64;

    /// <summary>The exchange hash.</summary>
    public byte[] Hash { get; } = hash;

    /// <summary>A sealer of one direction; <paramref name="mac"/> is null with an authenticated cipher.</summary>
    public PacketSealer CreateSealer(CipherAlgorithm cipher, MacAlgorithm? mac, bool clientToServer) =>
        Create(cipher.CreateSealer, cipher, mac, clientToServer);

    /// <summary>An opener of one direction.</summary>
    public PacketOpener CreateOpener(CipherAlgorithm cipher, MacAlgorithm? mac, bool clientToServer) =>
        Create(cipher.CreateOpener, cipher, mac, clientToServer);

    public void Dispose() => CryptographicOperations.ZeroMemory(sharedSecret);

    private T Create<T>(CipherAlgorithm.Factory<T> factory, CipherAlgorithm cipher, MacAlgorithm? mac, bool clientToServer)
    {
        Span<byte> room = stackalloc byte[3 * MaxKey];
        var iv = room[..cipher.IvLength];
        var key = room.Slice(MaxKey, cipher.KeyLength);
        var macKey = room.Slice(2 * MaxKey, mac?.Length ?? 0);
        Derive(clientToServer ? 'A' : 'B', iv);
        Derive(clientToServer ? 'C' : 'D', key);
        Derive(clientToServer ? 'E' : 'F', macKey);
        var made = factory(key, iv, mac, macKey);
        CryptographicOperations.ZeroMemory(room);
        return made;
    }

    private void Derive(char letter, Span<byte> output) => KeyDerivation.Derive(algorithm, sharedSecret, Hash, letter, sessionId ?? Hash, output);
}

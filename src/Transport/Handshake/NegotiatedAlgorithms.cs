using Sluice.Transport.Crypto;
using Sluice.Transport.Crypto.KeyExchange;
using Sluice.Transport.Crypto.Protection;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Handshake;

/// <summary>What both sides agreed on (RFC 4253 section 7.1).</summary>
internal sealed record NegotiatedAlgorithms(
    KeyExchangeAlgorithm KeyExchange,
    string HostKeyAlgorithm,
    CipherAlgorithm CipherClientToServer,
    CipherAlgorithm CipherServerToClient,
    MacAlgorithm? MacClientToServer,
    MacAlgorithm? MacServerToClient)
{
    private const int MaxListShown = 400;

    /// <summary>Cipher and MAC of one direction; no MAC with an authenticated cipher.</summary>
    public (CipherAlgorithm Cipher, MacAlgorithm? Mac) Direction(bool clientToServer) =>
        clientToServer ? (CipherClientToServer, MacClientToServer) : (CipherServerToClient, MacServerToClient);

    /// <summary>The names.</summary>
    public ConnectionAlgorithms ToNames() =>
        new(KeyExchange.Name, HostKeyAlgorithm, CipherClientToServer.Name, CipherServerToClient.Name, MacClientToServer?.Name, MacServerToClient?.Name);

    /// <summary>Chooses; null and a sentence if some list has nothing in common.</summary>
    public static NegotiatedAlgorithms? Choose(KexInitMessage client, KexInitMessage server, out string fault)
    {
        fault = "";
        var kex = Pick("key exchange", client.KexAlgorithms, server.KexAlgorithms, ref fault);
        var hostKey = Pick("host key", client.HostKeyAlgorithms, server.HostKeyAlgorithms, ref fault);
        var up = Pick("cipher", client.CiphersClientToServer, server.CiphersClientToServer, ref fault);
        var down = Pick("cipher", client.CiphersServerToClient, server.CiphersServerToClient, ref fault);
        Pick("compression", client.CompressionClientToServer, server.CompressionClientToServer, ref fault);
        Pick("compression", client.CompressionServerToClient, server.CompressionServerToClient, ref fault);
        if (fault.Length > 0) return null;
        var cipherUp = AlgorithmCatalog.Cipher(up);
        var cipherDown = AlgorithmCatalog.Cipher(down);
        var macUp = cipherUp.IsAuthenticated ? null : Pick("MAC", client.MacsClientToServer, server.MacsClientToServer, ref fault);
        var macDown = cipherDown.IsAuthenticated ? null : Pick("MAC", client.MacsServerToClient, server.MacsServerToClient, ref fault);
        if (fault.Length > 0) return null;
        return new(
            AlgorithmCatalog.KeyExchange(kex),
            hostKey,
            cipherUp,
            cipherDown,
            macUp is null ? null : AlgorithmCatalog.Mac(macUp),
            macDown is null ? null : AlgorithmCatalog.Mac(macDown));
    }

    private static string Pick(string what, string[] client, string[] server, ref string fault)
    {
        foreach (var name in client)
        {
            // The markers of RFC 8308 and strict key exchange are no algorithms.
            if (server.Contains(name) && !KexMarkers.IsMarker(name)) return name;
        }
        if (fault.Length == 0) fault = $"No {what} algorithm in common; the client offers {Shorten(string.Join(',', client))}.";
        return "";
    }

    /// <summary>A peer's list may be as long as a packet; the sentence goes into logs and DISCONNECT.</summary>
    private static string Shorten(string list) => list.Length <= MaxListShown ? list : $"{list.AsSpan(0, MaxListShown)} and so on";
}

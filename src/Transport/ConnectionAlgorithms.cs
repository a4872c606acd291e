namespace Sluice.Transport;

/// <summary>What the last key exchange of a connection agreed on, by the names of the RFCs and of OpenSSH.</summary>
/// <param name="KeyExchange">The key exchange method.</param>
/// <param name="HostKey">The host key's signature algorithm.</param>
/// <param name="CipherClientToServer">The cipher from client to server.</param>
/// <param name="CipherServerToClient">The cipher from server to client.</param>
/// <param name="MacClientToServer">The MAC from client to server; null where the cipher authenticates.</param>
/// <param name="MacServerToClient">The MAC from server to client; null where the cipher authenticates.</param>
public sealed record ConnectionAlgorithms(
    string KeyExchange, string HostKey, string CipherClientToServer, string CipherServerToClient, string? MacClientToServer, string? MacServerToClient);

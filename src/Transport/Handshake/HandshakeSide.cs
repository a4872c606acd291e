using Sluice.Transport.Crypto;

namespace Sluice.Transport.Handshake;

/// <summary>What a side of the key exchange is and has; the same for all exchanges of a connection.</summary>
internal sealed record HandshakeSide(
    bool IsServer,
    string ClientIdentification,
    string ServerIdentification,
    AlgorithmCatalog Catalog,
    IReadOnlyList<SshPrivateKey> HostKeys,
    IReadOnlyList<SshPublicKey> PinnedHostKeys)
{
    /// <summary>
    /// Host key algorithms to offer: in the server role those that our keys can sign with; in the client role those of
    /// the pinned keys, so that the server shows one of these.
    /// </summary>
    public string[] HostKeyAlgorithms()
    {
        var keys = IsServer ? HostKeys.Select(key => key.PublicKey) : PinnedHostKeys;
        var possible = keys.SelectMany(key => key.SignatureAlgorithms).ToHashSet();
        return [.. Catalog.HostKeyAlgorithms.Where(possible.Contains)];
    }
}

using Sluice.Transport.Crypto;
using Sluice.Transport.Crypto.Certificates;

namespace Sluice.Transport.Handshake;

/// <summary>What a side of the key exchange is and has; the same for all exchanges of a connection.</summary>
internal sealed record HandshakeSide(
    bool IsServer,
    string ClientIdentification,
    string ServerIdentification,
    AlgorithmCatalog Catalog,
    IReadOnlyList<SshPrivateKey> HostKeys,
    IReadOnlyList<SshPublicKey> PinnedHostKeys,
    HostKeyTrust? KnownHost = null)
{
    /// <summary>Whose host keys the client role believes: what is known of the host, or else the pinned keys alone.</summary>
    public HostKeyTrust Trust { get; } = KnownHost ?? HostKeyTrust.InKeys(PinnedHostKeys);

    /// <summary>
    /// Host key algorithms to offer: in the server role those that our keys and certificates can sign with; in the client
    /// role those of keys that would be trusted, so that the server shows one of these.
    /// </summary>
    public string[] HostKeyAlgorithms() => [.. Catalog.HostKeyAlgorithms.Where(IsServer ? CanSign : Trust.CanUse)];

    private bool CanSign(string algorithm) => HostKeys.Any(key => key.PublicKey.SignatureAlgorithms.Contains(algorithm));
}

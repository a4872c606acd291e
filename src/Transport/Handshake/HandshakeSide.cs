using Sluice.Transport.Crypto;
using Sluice.Transport.Wire.Messages;

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
    private static readonly string[] _none = ["none"];

    /// <summary>Our KEXINIT. The first of a connection carries the markers that are no algorithms.</summary>
    public KexInitMessage CreateInit(bool isFirst)
    {
        string[] markers = IsServer ? [KexMarkers.StrictServer] : [KexMarkers.ExtInfoClient, KexMarkers.StrictClient];
        return new(
            isFirst ? [.. Catalog.KexAlgorithms, .. markers] : Catalog.KexAlgorithms,
            HostKeyAlgorithms(),
            Catalog.Ciphers,
            Catalog.Ciphers,
            Catalog.Macs,
            Catalog.Macs,
            _none,
            _none,
            false);
    }

    /// <summary>
    /// Host key algorithms to offer: in the server role those that our keys can sign with; in the client role those of
    /// the pinned keys, so that the server shows one of these.
    /// </summary>
    public string[] HostKeyAlgorithms() => [.. Catalog.HostKeyAlgorithms.Where(CanUse)];

    /// <summary>Server role: the host key that signs with an algorithm that was offered.</summary>
    public SshPrivateKey HostKeyFor(string algorithm)
    {
        foreach (var key in HostKeys)
        {
            if (key.PublicKey.SignatureAlgorithms.Contains(algorithm)) return key;
        }
        throw new InvalidOperationException($"No host key signs with {algorithm}, which was offered.");
    }

    private bool CanUse(string algorithm) => IsServer
        ? HostKeys.Any(key => key.PublicKey.SignatureAlgorithms.Contains(algorithm))
        : PinnedHostKeys.Any(key => key.SignatureAlgorithms.Contains(algorithm));
}

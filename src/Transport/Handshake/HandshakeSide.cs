using Sluice.Transport.Crypto;
using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Handshake;

/// <summary>What a side of the key exchange is and has; the same for all exchanges of a connection.</summary>
internal sealed record HandshakeSide(
    bool IsServer,
    string ClientIdentification,
    string ServerIdentification,
    AlgorithmCatalog Catalog,
    IReadOnlyList<SshPrivateKey> HostKeys,
    HostKeyTrust? KnownHost)
{
    private static readonly string[] _none = ["none"];

    /// <summary>Whose host keys the client role believes.</summary>
    public HostKeyTrust Trust { get; } = KnownHost ?? HostKeyTrust.InKeys([]);

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
    /// Host key algorithms to offer: in the server role those that our keys and certificates can sign with; in the client
    /// role those of keys that would be trusted, so that the server shows one of these.
    /// </summary>
    public string[] HostKeyAlgorithms() => [.. Catalog.HostKeyAlgorithms.Where(IsServer ? CanSign : Trust.CanUse)];

    private bool CanSign(string algorithm) => HostKeys.Any(key => key.PublicKey.SignatureAlgorithms.Contains(algorithm));
}

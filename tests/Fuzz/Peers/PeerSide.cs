using Sluice.Transport.Crypto;
using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Handshake;

namespace Sluice.Fuzz.Peers;

/// <summary>The two ends of a connection between the code and a scripted peer, with one cheap algorithm of each kind.</summary>
internal static class PeerSide
{
    public const string Ours = "SSH-2.0-Sluice", Theirs = "SSH-2.0-peer";

    public static AlgorithmCatalog Catalog { get; } =
        AlgorithmCatalog.Create(new() { KexAlgorithms = "curve25519-sha256", HostKeyAlgorithms = "ssh-ed25519", Ciphers = "aes128-gcm@openssh.com" });

    /// <summary>The peer's end.</summary>
    public static HandshakeSide Of(bool peerIsServer) => peerIsServer
        ? new(true, Ours, Theirs, Catalog, [FixedKeys.Ed25519], null)
        : new(false, Theirs, Ours, Catalog, [], HostKeyTrust.InKeys([FixedKeys.Ed25519.PublicKey]));
}

using Sluice.Transport.Crypto.Certificates;

namespace Sluice.Transport;

/// <summary>Keys and certificates that are good for nothing, from sshd's RevokedKeys: a list of public keys, or a KRL. Immutable.</summary>
public sealed class RevokedKeys
{
    private readonly RevocationSet _revoked;

    private RevokedKeys(RevocationSet revoked) => _revoked = revoked;

    /// <summary>Nothing is revoked.</summary>
    public static RevokedKeys None { get; } = new(new RevocationSet());

    /// <summary>Reads a file whole or not at all.</summary>
    /// <returns>False if it is refused: <paramref name="revoked"/> is null then, and <paramref name="fault"/> is one sentence.</returns>
    public static bool TryParse(ReadOnlySpan<byte> file, out RevokedKeys revoked, out string fault)
    {
        var set = new RevocationSet();
        var isRead = KeyRevocationList.IsOne(file)
            ? KeyRevocationList.TryRead(file, set, out fault)
            : RevokedKeyLines.TryRead(file, set, out fault);
        revoked = isRead ? new RevokedKeys(set) : null!;
        return isRead;
    }

    /// <summary>True for a revoked key, and for a certificate that is revoked itself, is about a revoked key, or was signed by one.</summary>
    public bool Contains(SshPublicKey key) => _revoked.Contains(key);
}

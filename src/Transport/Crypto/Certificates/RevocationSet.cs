using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.Certificates;

/// <summary>Revoked keys by the hashes of their plain blobs, and revoked certificates by what stands in them.</summary>
internal sealed class RevocationSet
{
    public const int Sha1Size = SHA1.HashSizeInBytes, Sha256Size = SHA256.HashSizeInBytes;

    private readonly HashSet<string> _sha1 = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sha256 = new(StringComparer.Ordinal);
    private readonly List<RevokedCertificates> _certificates = [];

    public void AddKey(ReadOnlySpan<byte> blob) => AddSha256(SHA256.HashData(blob));

    public void AddSha1(ReadOnlySpan<byte> fingerprint) => _sha1.Add(Convert.ToHexString(fingerprint));

    public void AddSha256(ReadOnlySpan<byte> fingerprint) => _sha256.Add(Convert.ToHexString(fingerprint));

    public void Add(RevokedCertificates certificates) => _certificates.Add(certificates);

    /// <summary>True if the key itself, what the certificate is about, or who signed it is revoked, or the certificate by its serial or key id.</summary>
    public bool Contains(SshPublicKey key) => key is SshCertificate certificate
        ? ContainsPlain(certificate.Key) || ContainsPlain(certificate.Authority) || _certificates.Exists(section => section.Contains(certificate))
        : ContainsPlain(key);

    private bool ContainsPlain(SshPublicKey key)
    {
        var blob = key.Blob.Span;
        if (_sha256.Count > 0 && _sha256.Contains(Convert.ToHexString(SHA256.HashData(blob)))) return true;
        // A KRL may name keys by SHA-1; who makes a second key with a revoked one's hash revokes only his own.
#pragma warning disable CA5350
        return _sha1.Count > 0 && _sha1.Contains(Convert.ToHexString(SHA1.HashData(blob)));
#pragma warning restore CA5350
    }
}

namespace Sluice.Transport.Crypto.Certificates;

/// <summary>What the client role knows of one server's host keys: pinned ones, authorities that may vouch for others, and revoked ones.</summary>
/// <param name="Pinned">Keys that the server may show.</param>
/// <param name="Authorities">Keys whose host certificates are believed.</param>
/// <param name="Revoked">Keys, of hosts or authorities, that are not believed whatever else is said.</param>
/// <param name="HostName">The server's name, which its certificate must name.</param>
/// <param name="Time">The clock, for certificates.</param>
internal sealed record HostKeyTrust(
    IReadOnlyCollection<SshPublicKey> Pinned,
    IReadOnlyCollection<SshPublicKey> Authorities,
    IReadOnlyCollection<SshPublicKey> Revoked,
    string HostName,
    TimeProvider Time)
{
    /// <summary>Pinned keys and nothing else.</summary>
    public static HostKeyTrust InKeys(IReadOnlyCollection<SshPublicKey> pinned) => new(pinned, [], [], "", TimeProvider.System);

    /// <summary>
    /// True if a server with that host key algorithm can be trusted: that of a pinned key, or that of a certificate if
    /// there is an authority, which may certify keys of every type.
    /// </summary>
    public bool CanUse(string algorithm) =>
        Pinned.Any(key => key.SignatureAlgorithms.Contains(algorithm))
        || (Authorities.Count > 0 && CertificateKind.All.Any(kind => kind.SignatureAlgorithms.Contains(algorithm)));

    /// <summary>Why the key is not trusted, as the end of a sentence; empty if it is.</summary>
    public string Judge(SshPublicKey key)
    {
        if (key is not SshCertificate certificate) return JudgePlain(key);
        if (!Authorities.Contains(certificate.Authority))
        {
            // The server cannot know whom we believe: its key may be pinned all the same.
            return JudgePlain(certificate.Key) is "" ? "" : $"is certified by {certificate.Authority.Fingerprint}, which is no authority for {HostName}";
        }
        if (Revoked.Contains(certificate.Authority)) return $"is certified by {certificate.Authority.Fingerprint}, which is revoked";
        if (Revoked.Contains(certificate.Key)) return "is revoked";
        var fault = certificate.JudgeHost(Time.GetUtcNow(), HostName);
        return fault.Length == 0 ? "" : $"has a certificate that is no good: {fault}";
    }

    private string JudgePlain(SshPublicKey key)
    {
        if (Revoked.Contains(key)) return "is revoked";
        return Pinned.Contains(key) ? "" : "is not pinned";
    }
}

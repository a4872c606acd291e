namespace Sluice.Transport;

/// <summary>Whom a certificate is about (OpenSSH PROTOCOL.certkeys).</summary>
public enum SshCertificateType
{
    /// <summary>A user, who logs in with it.</summary>
    User = 1,

    /// <summary>A host, which shows it in the key exchange.</summary>
    Host = 2,
}

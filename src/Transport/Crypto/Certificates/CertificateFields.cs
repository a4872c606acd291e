namespace Sluice.Transport.Crypto.Certificates;

/// <summary>What a certificate says; the meanings are told at <see cref="SshCertificate"/>.</summary>
internal sealed record CertificateFields(
    SshPublicKey Key,
    ulong Serial,
    SshCertificateType Type,
    string KeyId,
    IReadOnlyList<string> Principals,
    ulong ValidAfter,
    ulong ValidBefore,
    CriticalOptions Options,
    bool NeedsNoTouch,
    SshPublicKey Authority);

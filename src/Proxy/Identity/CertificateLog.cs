using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;
using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>What is logged about certificates, beside the phrases of sshd.</summary>
internal static partial class CertificateLog
{
    /// <summary>Why a certificate is not good for that user from there.</summary>
    public static void CertificateNotAccepted(this ILogger logger, SshCertificate certificate, string reason, string connectionId)
    {
        if (!logger.IsEnabled(LogLevel.Information)) return;
        var authority = certificate.Authority.Fingerprint;
        var id = LogText.Word(LogText.Brief(certificate.KeyId));
        CertificateNotAccepted(logger, id, certificate.Serial, authority, reason, connectionId);
    }

    [LoggerMessage(EventId = 1104, EventName = "AuthoritiesLoaded", Level = LogLevel.Information,
        Message = "Authorities whose certificates are believed, from {File}: {Authorities}.")]
    public static partial void AuthoritiesLoaded(this ILogger logger, int authorities, string file);

    [LoggerMessage(EventId = 1105, EventName = "RevokedKeysLoaded", Level = LogLevel.Information, Message = "Revoked keys and certificates in force from {File}.")]
    public static partial void RevokedKeysLoaded(this ILogger logger, string file);

    [LoggerMessage(EventId = 1103, EventName = "TrustUnreadable", Level = LogLevel.Error,
        Message = "What was known of authorities and revoked keys before stays in force: {Reason}")]
    public static partial void TrustUnreadable(this ILogger logger, string reason);

    [LoggerMessage(EventId = 1120, EventName = "CertificateNotAccepted", Level = LogLevel.Information,
        Message = "The certificate {CertificateId} (serial {CertificateSerial}) signed by {AuthorityFingerprint} was not accepted: {Reason}.")]
    private static partial void CertificateNotAccepted(
        ILogger logger, string certificateId, ulong certificateSerial, string authorityFingerprint, string reason, string connectionId);
}

using System.Collections.Frozen;

using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>Whether a certificate lets somebody in, and whom.</summary>
internal static class CertificateLogin
{
    /// <summary>The identity; or null and, as the end of a sentence, why it does not.</summary>
    public static SluiceIdentity? Find(
        SshCertificate certificate, PublicKeyAttempt attempt, FrozenSet<SshPublicKey> authorities, FrozenSet<string> loginUsers, DateTimeOffset now, out string why)
    {
        if (!authorities.Contains(certificate.Authority))
        {
            why = "its authority is not trusted";
            return null;
        }
        why = certificate.JudgeUser(now, attempt.RemoteAddress.Address);
        if (why.Length > 0 || CertificateUser.Find(certificate, attempt.User, loginUsers, out why) is not { } user) return null;
        var origin = new CertificateIdentity(certificate.KeyId, certificate.Serial, certificate.Authority.Fingerprint, certificate.ForceCommand);
        return new SluiceIdentity(user, certificate.Fingerprint, certificate.KeyId, origin);
    }
}

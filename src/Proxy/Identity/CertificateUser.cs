using System.Collections.Frozen;

using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>
/// Which user a certificate's principals name. Who logs in under an own name must be a principal, as with sshd. Who logs
/// in as git, or another of LoginUsers, is the one user among the principals. Names of LoginUsers are nobody's own, and
/// principals that no user can be called, such as addresses of e-mail, name nobody.
/// </summary>
internal static class CertificateUser
{
    /// <summary>The user; or null and, as the end of a sentence, why there is none.</summary>
    public static string? Find(SshCertificate certificate, string login, FrozenSet<string> loginUsers, out string why)
    {
        why = "";
        // ssh-keygen makes such a certificate for everybody; sshd believes none that came by TrustedUserCAKeys.
        if (certificate.Principals.Count == 0)
        {
            why = "it names no principal";
            return null;
        }
        var names = certificate.Principals.Where(name => UserName.IsValid(name) && !loginUsers.Contains(name)).Distinct(StringComparer.Ordinal).ToList();
        if (names.Contains(login)) return login;
        if (loginUsers.Count > 0 && !loginUsers.Contains(login)) why = $"'{login}' is none of its principals";
        else if (names.Count == 0) why = "none of its principals is a user's name";
        else if (names.Count > 1) why = $"it names several users: which of them is meant must be said by the login name, not by '{login}'";
        else return names[0];
        return null;
    }
}

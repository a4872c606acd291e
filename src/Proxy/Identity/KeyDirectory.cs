using System.Collections.Immutable;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>
/// Who may log in: users whose keys a source knows, and users whom the certificates of trusted authorities name, who need
/// no entry there. What is revoked is refused before the source hears of it.
/// </summary>
internal sealed class KeyDirectory(KeysModel model, IKeySource source, SluiceMetrics metrics, ILogger<KeyDirectory> logger, TimeProvider time)
    : IAuthenticator, IDisposable
{
    private readonly KeyTrust _trust = new(model, logger, time);

    /// <inheritdoc/>
    public async ValueTask<object?> AuthenticateAsync(PublicKeyAttempt attempt, CancellationToken cancellationToken)
    {
        var lookup = MustBeLookedUp(attempt.Key) ? await source.FindAsync(attempt.Key, cancellationToken).ConfigureAwait(false) : KeyLookup.Nobody;
        var identity = Judge(attempt, lookup.Lines, out var why);
        if (identity is not null) return identity;
        metrics.Authenticated(accepted: false);
        if (lookup.Fault is { } fault)
        {
            logger.KeyNotLookedUp(attempt, fault);
            return null;
        }
        if (attempt.Key is SshCertificate certificate) logger.CertificateNotAccepted(certificate, why, attempt.ConnectionId);
        else if (why.Length > 0) logger.KeyNotAccepted(attempt.Key.Fingerprint, why, attempt.ConnectionId);
        if (IsLoginName(attempt)) logger.FailedPublicKey(attempt.User, attempt.RemoteAddress, attempt.Key, attempt.ConnectionId);
        else logger.InvalidUser(attempt.User, attempt.RemoteAddress, attempt.Key, attempt.ConnectionId);
        return null;
    }

    /// <inheritdoc/>
    public void OnUnauthenticated(UnauthenticatedEnd end)
    {
        if (logger.Unauthenticated(end) is { } visitor) metrics.Visitors.Count(visitor);
    }

    /// <summary>Forgets what is kept of the source, and reads all files again.</summary>
    public void Flush()
    {
        source.Flush();
        _trust.Reload();
    }

    /// <summary>Ends the watching; the source is its maker's.</summary>
    public void Dispose() => _trust.Dispose();

    private bool MustBeLookedUp(SshPublicKey key) => key is not SshCertificate && !_trust.IsRevoked(key);

    private SluiceIdentity? Judge(PublicKeyAttempt attempt, ImmutableArray<AuthorizedKey> lines, out string why)
    {
        why = "it is revoked";
        // Asked again: the look-up may have taken its time.
        if (_trust.IsRevoked(attempt.Key)) return null;
        if (attempt.Key is SshCertificate certificate)
            return CertificateLogin.Find(certificate, attempt, _trust.Authorities, model.LoginUsers, time.GetUtcNow(), out why);
        why = "";
        foreach (var line in lines)
        {
            if (line.Options.ExpiryTime is { } expiry && expiry <= time.GetUtcNow()) why = $"{line.Place} expired at {expiry:u}";
            else if (line.Options.From?.Match(attempt.RemoteAddress.Address) == false) why = $"{line.Place} does not allow it from {attempt.RemoteAddress.Address}";
            else if (!MayLogInAs(attempt.User, line.UserName)) why = $"it is {line.UserName}'s, who may not log in as '{attempt.User}'";
            else return new SluiceIdentity(line.UserName, attempt.Key.Fingerprint, line.Comment, KeyId: line.KeyId);
        }
        return null;
    }

    private bool IsLoginName(PublicKeyAttempt attempt) =>
        model.LoginUsers.Count == 0 || model.LoginUsers.Contains(attempt.User) || source.MayBeUser(attempt.User) || IsCertified(attempt);

    // Whom a trusted authority names is a user, though the certificate may have expired.
    private bool IsCertified(PublicKeyAttempt attempt) =>
        attempt.Key is SshCertificate certificate && _trust.Authorities.Contains(certificate.Authority) && certificate.Principals.Contains(attempt.User);

    private bool MayLogInAs(string loginUser, string userName) =>
        model.LoginUsers.Count == 0 || loginUser == userName || model.LoginUsers.Contains(loginUser);
}

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
    // Longer than any look-up takes.
    private static readonly TimeSpan _farewell = TimeSpan.FromMinutes(2);

    private volatile KeyEra _era = new(model, source, new KeyTrust(model, logger, time));

    /// <summary>The configuration in force.</summary>
    public KeysModel Model => _era.Model;

    /// <summary>
    /// Other keys from now on. What is the same keeps what it knows; what is not is ended when no look-up can be under way on
    /// it any more.
    /// </summary>
    /// <param name="wanted">Where they are.</param>
    /// <param name="create">Makes a source, if another one is needed.</param>
    public void Apply(KeysModel wanted, Func<KeysModel, IKeySource> create)
    {
        var before = _era;
        var isSameSource = before.Model.HasSameSource(wanted);
        var isSameTrust = before.Model.HasSameTrust(wanted);
        var next = isSameSource ? before.Source : create(wanted);
        _era = new KeyEra(wanted, next, isSameTrust ? before.Trust : new KeyTrust(wanted, logger, time));
        _ = Task.Delay(_farewell, time).ContinueWith(
            _ =>
            {
                if (!isSameTrust) before.Trust.Dispose();
                if (!isSameSource) before.Source.Dispose();
            },
            TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public async ValueTask<object?> AuthenticateAsync(PublicKeyAttempt attempt, CancellationToken cancellationToken)
    {
        var era = _era;
        var mustBeLookedUp = attempt.Key is not SshCertificate && !era.Trust.IsRevoked(attempt.Key);
        var lookup = mustBeLookedUp ? await era.Source.FindAsync(attempt.Key, cancellationToken).ConfigureAwait(false) : KeyLookup.Nobody;
        // What is revoked meanwhile, or by a configuration that has come meanwhile, is revoked.
        era = _era;
        var identity = Judge(era, attempt, lookup.Lines, out var why);
        if (identity is not null) return identity;
        metrics.Authenticated(accepted: false);
        if (lookup.Fault is { } fault)
        {
            logger.KeyNotLookedUp(attempt, fault);
            return null;
        }
        if (attempt.Key is SshCertificate certificate) logger.CertificateNotAccepted(certificate, why, attempt.ConnectionId);
        else if (why.Length > 0) logger.KeyNotAccepted(attempt.Key.Fingerprint, why, attempt.ConnectionId);
        if (IsLoginName(era, attempt)) logger.FailedPublicKey(attempt.User, attempt.RemoteAddress, attempt.Key, attempt.ConnectionId);
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
        var era = _era;
        era.Source.Flush();
        era.Trust.Reload();
    }

    /// <summary>Ends the watching, and the source.</summary>
    public void Dispose()
    {
        _era.Trust.Dispose();
        _era.Source.Dispose();
    }

    private SluiceIdentity? Judge(KeyEra era, PublicKeyAttempt attempt, ImmutableArray<AuthorizedKey> lines, out string why)
    {
        why = "it is revoked";
        // Asked again: the look-up may have taken its time.
        if (era.Trust.IsRevoked(attempt.Key)) return null;
        if (attempt.Key is SshCertificate certificate)
            return CertificateLogin.Find(certificate, attempt, era.Trust.Authorities, era.Model.LoginUsers, time.GetUtcNow(), out why);
        why = "";
        foreach (var line in lines)
        {
            if (line.Options.ExpiryTime is { } expiry && expiry <= time.GetUtcNow()) why = $"{line.Place} expired at {expiry:u}";
            else if (line.Options.From?.Match(attempt.RemoteAddress.Address) == false) why = $"{line.Place} does not allow it from {attempt.RemoteAddress.Address}";
            else if (!MayLogInAs(era, attempt.User, line.UserName)) why = $"it is {line.UserName}'s, who may not log in as '{attempt.User}'";
            else return new SluiceIdentity(line.UserName, attempt.Key.Fingerprint, line.Comment, KeyId: line.KeyId);
        }
        return null;
    }

    private static bool IsLoginName(KeyEra era, PublicKeyAttempt attempt) =>
        era.Model.LoginUsers.Count == 0 || era.Model.LoginUsers.Contains(attempt.User) || era.Source.MayBeUser(attempt.User) || IsCertified(era, attempt);

    // Whom a trusted authority names is a user, though the certificate may have expired.
    private static bool IsCertified(KeyEra era, PublicKeyAttempt attempt) =>
        attempt.Key is SshCertificate certificate && era.Trust.Authorities.Contains(certificate.Authority) && certificate.Principals.Contains(attempt.User);

    private static bool MayLogInAs(KeyEra era, string loginUser, string userName) =>
        era.Model.LoginUsers.Count == 0 || loginUser == userName || era.Model.LoginUsers.Contains(loginUser);
}

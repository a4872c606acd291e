using System.Diagnostics.CodeAnalysis;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>
/// The embedded directory of users and keys: one file per user in a folder, watched and swapped whole; and users whom the
/// certificates of trusted authorities name, who need no file.
/// </summary>
internal sealed class KeyDirectory : IAuthenticator, IDisposable
{
    private readonly KeysModel _model;
    private readonly SluiceMetrics _metrics;
    private readonly ILogger<KeyDirectory> _logger;
    private readonly TimeProvider _time;
    private readonly KeyTrust _trust;
    private readonly FolderWatch _watch;
    private readonly Lock _reading = new();
    private volatile KeySnapshot _snapshot = KeySnapshot.Create([], TimeZoneInfo.Utc);
    private string _digest = "";

    /// <summary>Begins to watch the folder and reads it once.</summary>
    public KeyDirectory(KeysModel model, SluiceMetrics metrics, ILogger<KeyDirectory> logger, TimeProvider time)
    {
        _model = model;
        _metrics = metrics;
        _logger = logger;
        _time = time;
        _trust = new KeyTrust(model, logger, time);
        // In this order nothing that changes meanwhile is missed.
        _watch = new FolderWatch(model.Directory, Reload, time);
        Reload();
    }

    /// <summary>What is in force now.</summary>
    public KeySnapshot Snapshot => _snapshot;

    /// <inheritdoc/>
    public ValueTask<object?> AuthenticateAsync(PublicKeyAttempt attempt, CancellationToken cancellationToken)
    {
        var identity = Find(attempt, out var why);
        if (identity is not null) return ValueTask.FromResult<object?>(identity);
        _metrics.Authenticated(accepted: false);
        if (attempt.Key is SshCertificate certificate) _logger.CertificateNotAccepted(certificate, why, attempt.ConnectionId);
        else if (why.Length > 0) _logger.KeyNotAccepted(attempt.Key.Fingerprint, why, attempt.ConnectionId);
        if (IsLoginName(attempt)) _logger.FailedPublicKey(attempt.User, attempt.RemoteAddress, attempt.Key, attempt.ConnectionId);
        else _logger.InvalidUser(attempt.User, attempt.RemoteAddress, attempt.Key, attempt.ConnectionId);
        return ValueTask.FromResult<object?>(null);
    }

    /// <inheritdoc/>
    public void OnUnauthenticated(UnauthenticatedEnd end) => _logger.Unauthenticated(end);

    /// <summary>Reads the folder again and takes what is in it, if it changed; if it cannot be read, all stays as it is.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A file of somebody's key must not end the process from a timer; the keys before stay in force.")]
    public void Reload()
    {
        lock (_reading)
        {
            try
            {
                var content = KeyFolder.Read(_model.Directory);
                if (content.Digest == _digest) return;
                var snapshot = KeySnapshot.Create(content.Files, _time.LocalTimeZone);
                foreach (var fault in content.Faults.Concat(snapshot.Faults)) _logger.KeyFault(fault);
                _snapshot = snapshot;
                _digest = content.Digest;
                _logger.KeysLoaded(snapshot.Keys.Count, snapshot.UserCount, _model.Directory);
            }
            catch (Exception e)
            {
                _logger.KeysUnreadable(_model.Directory, e.Message);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch.Dispose();
        _trust.Dispose();
    }

    private SluiceIdentity? Find(PublicKeyAttempt attempt, out string why)
    {
        why = "it is revoked";
        if (_trust.IsRevoked(attempt.Key)) return null;
        if (attempt.Key is SshCertificate certificate)
            return CertificateLogin.Find(certificate, attempt, _trust.Authorities, _model.LoginUsers, _time.GetUtcNow(), out why);
        why = "";
        if (!_snapshot.Keys.TryGetValue(attempt.Key, out var lines)) return null;
        foreach (var line in lines)
        {
            if (line.Options.ExpiryTime is { } expiry && expiry <= _time.GetUtcNow()) why = $"{line.Place} expired at {expiry:u}";
            else if (line.Options.From?.Match(attempt.RemoteAddress.Address) == false) why = $"{line.Place} does not allow it from {attempt.RemoteAddress.Address}";
            else if (!MayLogInAs(attempt.User, line.UserName)) why = $"it is {line.UserName}'s, who may not log in as '{attempt.User}'";
            else return new SluiceIdentity(line.UserName, line.Key.Fingerprint, line.Comment);
        }
        return null;
    }

    private bool IsLoginName(PublicKeyAttempt attempt) =>
        _model.LoginUsers.Count == 0 || _model.LoginUsers.Contains(attempt.User) || _snapshot.UserNames.Contains(attempt.User) || IsCertified(attempt);

    // Whom a trusted authority names is a user, though the certificate may have expired.
    private bool IsCertified(PublicKeyAttempt attempt) =>
        attempt.Key is SshCertificate certificate && _trust.Authorities.Contains(certificate.Authority) && certificate.Principals.Contains(attempt.User);

    private bool MayLogInAs(string loginUser, string userName) =>
        _model.LoginUsers.Count == 0 || loginUser == userName || _model.LoginUsers.Contains(loginUser);
}

using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>Whose certificates are believed, and what is revoked: two files, watched, each exchanged as a whole.</summary>
internal sealed class KeyTrust : IDisposable
{
    private readonly KeysModel _model;
    private readonly ILogger _logger;
    private readonly TrustFile<FrozenSet<SshPublicKey>>? _authorities;
    private readonly TrustFile<RevokedKeys>? _revoked;
    private readonly List<FolderWatch> _watches = [];
    private readonly Lock _reading = new();
    private string _told = "";

    /// <summary>Begins to watch the files' folders and reads the files once.</summary>
    public KeyTrust(KeysModel model, ILogger logger, TimeProvider time)
    {
        _model = model;
        _logger = logger;
        if (model.TrustedUserCAKeys is { } authorities) _authorities = new(authorities, AuthorityFile.TryParse);
        if (model.RevokedKeys is { } revoked) _revoked = new(revoked, RevokedKeysFile.TryParse);
        string?[] files = [model.TrustedUserCAKeys, model.RevokedKeys];
        // In this order nothing that changes meanwhile is missed.
        foreach (var folder in files.OfType<string>().Select(Path.GetDirectoryName).Distinct()) _watches.Add(new FolderWatch(folder!, Reload, time));
        Reload();
    }

    /// <summary>The authorities in force.</summary>
    public FrozenSet<SshPublicKey> Authorities => _authorities?.Value ?? [];

    /// <summary>True if the key or certificate is good for nothing. As long as RevokedKeys is named and has never been read, that is any.</summary>
    public bool IsRevoked(SshPublicKey key) => _revoked is not null && (_revoked.Value?.Contains(key) ?? true);

    /// <summary>Reads both files again; one that cannot be read leaves in force what was read before.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A file must not end the process from a timer; what was known before stays in force.")]
    public void Reload()
    {
        lock (_reading)
        {
            try
            {
                Refresh();
            }
            catch (Exception e)
            {
                _logger.TrustUnreadable(e.Message);
            }
        }
    }

    private void Refresh()
    {
        var faults = new List<string>();
        if (_authorities is not null)
        {
            if (!_authorities.TryRefresh(out var changed, out var fault)) faults.Add(fault);
            else if (changed) _logger.AuthoritiesLoaded(Authorities.Count, _model.TrustedUserCAKeys!);
        }
        if (_revoked is not null)
        {
            if (!_revoked.TryRefresh(out var changed, out var fault)) faults.Add(fault);
            else if (changed) _logger.RevokedKeysLoaded(_model.RevokedKeys!);
        }
        var told = string.Join(' ', faults);
        if (told.Length > 0 && told != _told) _logger.TrustUnreadable(told);
        _told = told;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var watch in _watches) watch.Dispose();
    }
}

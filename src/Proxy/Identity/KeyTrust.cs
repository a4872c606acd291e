using System.Collections.Frozen;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>Whose certificates are believed, and what is revoked: two files, watched, each exchanged as a whole.</summary>
internal sealed class KeyTrust : IDisposable
{
    private readonly KeysModel _model;
    private readonly ILogger _logger;
    private readonly List<FolderWatch> _watches = [];
    private readonly Lock _reading = new();
    private volatile FrozenSet<SshPublicKey> _authorities = [];
    private volatile RevokedKeys? _revoked;
    private string _told = "";

    /// <summary>Begins to watch the files' folders and reads the files once.</summary>
    public KeyTrust(KeysModel model, ILogger logger, TimeProvider time)
    {
        _model = model;
        _logger = logger;
        if (model.RevokedKeys is null) _revoked = RevokedKeys.None;
        string?[] files = [model.TrustedUserCAKeys, model.RevokedKeys];
        foreach (var folder in files.OfType<string>().Select(Path.GetDirectoryName).Distinct()) _watches.Add(new FolderWatch(folder!, Reload, time));
        Reload();
    }

    /// <summary>The authorities in force.</summary>
    public FrozenSet<SshPublicKey> Authorities => _authorities;

    /// <summary>True if the key or certificate is good for nothing. As long as RevokedKeys has never been read, that is any.</summary>
    public bool IsRevoked(SshPublicKey key) => _revoked?.Contains(key) ?? true;

    /// <summary>Reads both files again; one that cannot be read leaves in force what was read before.</summary>
    public void Reload()
    {
        lock (_reading)
        {
            var faults = new List<string>();
            if (_model.TrustedUserCAKeys is { } path)
            {
                if (AuthorityFile.TryRead(path, out var authorities, out var fault)) _authorities = authorities;
                else faults.Add(fault);
            }
            if (_model.RevokedKeys is { } list)
            {
                if (RevokedKeysFile.TryRead(list, out var revoked, out var fault)) _revoked = revoked;
                else faults.Add(fault);
            }
            var told = string.Join(' ', faults);
            if (told.Length > 0 && told != _told) _logger.TrustUnreadable(told);
            _told = told;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var watch in _watches) watch.Dispose();
    }
}

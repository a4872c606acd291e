using System.Diagnostics.CodeAnalysis;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;
using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>The embedded source of keys: one file per user in a folder, watched and swapped whole. It answers at once.</summary>
internal sealed class FolderKeys : IKeySource
{
    private readonly string _directory;
    private readonly KeyMetrics _metrics;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly FolderWatch _watch;
    private readonly Lock _reading = new();
    private volatile KeySnapshot _snapshot = KeySnapshot.Create([], TimeZoneInfo.Utc);
    private string _digest = "";

    /// <summary>Begins to watch the folder and reads it once.</summary>
    public FolderKeys(string directory, KeyMetrics metrics, ILogger logger, TimeProvider time)
    {
        _directory = directory;
        _metrics = metrics;
        _logger = logger;
        _time = time;
        // In this order nothing that changes meanwhile is missed.
        _watch = new FolderWatch(directory, Reload, time);
        Reload();
    }

    /// <summary>What is in force now.</summary>
    public KeySnapshot Snapshot => _snapshot;

    /// <inheritdoc/>
    public ValueTask<KeyLookup> FindAsync(SshPublicKey key, CancellationToken cancellationToken)
    {
        var isKnown = _snapshot.Keys.TryGetValue(key, out var lines);
        _metrics.LookedUp(KeySourceName.Folder, isKnown ? KeyLookupResult.Hit : KeyLookupResult.Negative);
        return new(isKnown ? new KeyLookup(lines) : KeyLookup.Nobody);
    }

    /// <inheritdoc/>
    public bool MayBeUser(string name) => _snapshot.UserNames.Contains(name);

    /// <inheritdoc/>
    public void Flush() => Reload();

    /// <summary>Reads the folder again and takes what is in it, if it changed; if it cannot be read, all stays as it is.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A file of somebody's key must not end the process from a timer; the keys before stay in force.")]
    public void Reload()
    {
        lock (_reading)
        {
            try
            {
                var content = KeyFolder.Read(_directory);
                if (content.Digest == _digest) return;
                var snapshot = KeySnapshot.Create(content.Files, _time.LocalTimeZone);
                foreach (var fault in content.Faults.Concat(snapshot.Faults)) _logger.KeyFault(fault);
                _snapshot = snapshot;
                _digest = content.Digest;
                _logger.KeysLoaded(snapshot.Keys.Count, snapshot.UserCount, _directory);
            }
            catch (Exception e)
            {
                _logger.KeysUnreadable(_directory, e.Message);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _watch.Dispose();
}

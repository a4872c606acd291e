using Microsoft.Extensions.Logging;

using Sluice.Proxy.Identity;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Hosting;

/// <summary>
/// Has the configuration read again when its file has changed, or one that it names. A file that is being written is read
/// when it has come to rest; until it is whole it is faulty, and changes nothing.
/// </summary>
internal sealed class ConfigurationWatch(ConfigurationSource source, CurrentModel current, ILogger<ConfigurationWatch> logger, TimeProvider time) : IDisposable
{
    private readonly List<FolderWatch> _watches = [];
    private readonly Lock _lock = new();
    private FileStamps _seen = FileStamps.None;

    /// <summary>From now on, if ReloadOnChange says so.</summary>
    /// <param name="changed">Reads the configuration again.</param>
    public void Begin(Action changed)
    {
        if (!current.Value.ReloadOnChange || source.File is not { } file) return;
        var folders = current.Value.Files.Prepend(file).Select(path => Path.GetDirectoryName(path)!).Distinct(StringComparer.Ordinal);
        lock (_lock)
        {
            _seen = FileStamps.Of(Files(file));
            _watches.AddRange(folders.Select(folder => new FolderWatch(folder, () => Look(file, changed), time)));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var watch in _watches) watch.Dispose();
            _watches.Clear();
        }
    }

    // Other files lie in the same folders, and the watch calls now and then for nothing.
    private void Look(string file, Action changed)
    {
        lock (_lock)
        {
            var now = FileStamps.Of(Files(file));
            if (now.Equals(_seen)) return;
            _seen = now;
        }
        logger.ConfigurationChanged();
        changed();
    }

    private IEnumerable<string> Files(string file) => current.Value.Files.Prepend(file);
}

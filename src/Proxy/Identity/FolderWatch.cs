namespace Sluice.Proxy.Identity;

/// <summary>
/// Calls back when a folder may have changed: shortly after an event, again if more come after that, and now and then
/// without any, because file systems over a network and exhausted inotify limits send none. A folder that is never quiet
/// delays nothing.
/// </summary>
internal sealed class FolderWatch : IDisposable
{
    /// <summary>How long events are collected.</summary>
    public static readonly TimeSpan Debounce = TimeSpan.FromMilliseconds(250);

    /// <summary>How often the callback comes without events.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    private readonly ITimer _timer;
    private int _isPending;
    private readonly FileSystemWatcher? _watcher;

    /// <summary>Begins to watch. A system that offers no events leaves the periodic calls.</summary>
    public FolderWatch(string directory, Action changed, TimeProvider time)
    {
        _timer = time.CreateTimer(
            _ =>
            {
                // Before the call: what changes during it is told again.
                Volatile.Write(ref _isPending, 0);
                changed();
            },
            null, Period, Period);
        try
        {
            _watcher = new FileSystemWatcher(directory);
            _watcher.Changed += OnEvent;
            _watcher.Created += OnEvent;
            _watcher.Deleted += OnEvent;
            _watcher.Renamed += OnEvent;
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            _watcher?.Dispose();
            _watcher = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watcher?.Dispose();
        _timer.Dispose();
    }

    private void OnEvent(object sender, FileSystemEventArgs e)
    {
        if (Interlocked.Exchange(ref _isPending, 1) == 0) _timer.Change(Debounce, Period);
    }
}

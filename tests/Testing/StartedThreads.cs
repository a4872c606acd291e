namespace Sluice.Testing;

/// <summary>
/// The threads that .NET starts when it wants them, started in advance and kept to until this is disposed of. Each start takes a
/// descriptor; without one it throws OutOfMemoryException, in the thread pool's own threads too, where that ends the process.
/// </summary>
internal sealed class StartedThreads : IDisposable
{
    private const int AtOnce = 16;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly int _maxWorkers;
    private readonly int _maxPorts;

    public StartedThreads()
    {
        ThreadPool.GetMaxThreads(out _maxWorkers, out _maxPorts);
        StartTimers();
        StartWorkers();
        // Idle ones stay for 20 s, and none beyond them may be started.
        ThreadPool.GetMinThreads(out var least, out _);
        ThreadPool.SetMaxThreads(Math.Max(ThreadPool.ThreadCount, least), _maxPorts);
    }

    public void Dispose() => ThreadPool.SetMaxThreads(_maxWorkers, _maxPorts);

    /// <summary>Blocks so many work items at once that the pool has a thread for each, whatever its others do.</summary>
    private static void StartWorkers()
    {
        ThreadPool.GetMinThreads(out var least, out var ports);
        // The pool hesitates to start threads beyond the least.
        ThreadPool.SetMinThreads(Math.Max(least, ThreadPool.ThreadCount + AtOnce), ports);
        var (started, release) = (new CountdownEvent(AtOnce), new ManualResetEventSlim());
        for (var i = 0; i < AtOnce; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    started.Signal();
                    release.Wait();
                },
                null);
        }
        var areThere = started.Wait(_patience);
        release.Set();
        ThreadPool.SetMinThreads(least, ports);
        if (!areThere) throw new InvalidOperationException($"The thread pool did not start {AtOnce} threads within {_patience.TotalSeconds} s.");
    }

    private static void StartTimers()
    {
        using var fired = new ManualResetEventSlim();
        using var timer = new Timer(_ => fired.Set(), null, 1, Timeout.Infinite);
        if (!fired.Wait(_patience)) throw new InvalidOperationException($"No timer fired within {_patience.TotalSeconds} s.");
    }
}

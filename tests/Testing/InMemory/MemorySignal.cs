using System.Threading.Tasks.Sources;

using Sluice.Transport.Io;

namespace Sluice.Testing.InMemory;

/// <summary>A wait that can be used again and again without allocating; who waits goes on upon the thread pool.</summary>
internal sealed class MemorySignal : IValueTaskSource<IoResult>, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<IoResult> _core;
    private IoResult _result;

    /// <summary>True from <see cref="Arm"/> to <see cref="Complete"/>.</summary>
    public bool IsArmed { get; private set; }

    /// <summary>Begins a wait; the one before has been awaited.</summary>
    public ValueTask<IoResult> Arm()
    {
        _core.Reset();
        IsArmed = true;
        return new(this, _core.Version);
    }

    /// <summary>Ends the wait, if there is one.</summary>
    public void Complete(IoResult result)
    {
        if (!IsArmed) return;
        IsArmed = false;
        _result = result;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public IoResult GetResult(short token) => _core.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    void IThreadPoolWorkItem.Execute() => _core.SetResult(_result);
}

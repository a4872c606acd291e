namespace Sluice.Proxy.Relay;

/// <summary>
/// A rate that the flows of one user share in one direction. Credit bounds everything: who has passed on more than the rate
/// allows is granted none until that has been made up for, so that the sender waits, and nothing piles up here.
/// </summary>
internal sealed class Throttle(long bytesPerSecond, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan _leastPause = TimeSpan.FromMilliseconds(10);

    private readonly Lock _lock = new();
    private readonly HashSet<Flow> _held = [];
    private long _stamp = time.GetTimestamp();
    private double _bytes = bytesPerSecond / 4.0;
    private ITimer? _timer;

    /// <summary>What a flow under this rate may have on its way at most: a quarter of a second's worth, so that the rate is even.</summary>
    public long Window => Math.Max(MemoryBudget.Least, bytesPerSecond / 4);

    /// <summary>Bytes were passed on.</summary>
    public void Spend(int bytes)
    {
        lock (_lock) _bytes -= bytes;
    }

    /// <summary>True if the flow is to be granted nothing now; it is asked to grant again when that is over.</summary>
    public bool Holds(Flow flow)
    {
        lock (_lock)
        {
            Fill();
            if (_bytes > 0) return false;
            if (_held.Add(flow) && _held.Count == 1) WakeWhenMadeUpFor();
            return true;
        }
    }

    /// <summary>The flow is over.</summary>
    public void Forget(Flow flow)
    {
        lock (_lock) _held.Remove(flow);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _held.Clear();
            _timer?.Dispose();
        }
    }

    private void Fill()
    {
        var now = time.GetTimestamp();
        // A pause saves up a quarter of a second, no more.
        _bytes = Math.Min(bytesPerSecond / 4.0, _bytes + (time.GetElapsedTime(_stamp, now).TotalSeconds * bytesPerSecond));
        _stamp = now;
    }

    private void WakeWhenMadeUpFor()
    {
        _timer ??= time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var pause = TimeSpan.FromSeconds(-_bytes / bytesPerSecond);
        _timer.Change(pause > _leastPause ? pause : _leastPause, Timeout.InfiniteTimeSpan);
    }

    private void Wake()
    {
        Flow[] flows;
        lock (_lock)
        {
            Fill();
            if (_bytes <= 0)
            {
                if (_held.Count > 0) WakeWhenMadeUpFor();
                return;
            }
            flows = [.. _held];
            _held.Clear();
        }
        foreach (var flow in flows) flow.Resume();
    }
}

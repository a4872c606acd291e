namespace Sluice.Proxy.Relay;

/// <summary>A wait that has an end. It has no timer: whoever waits looks at it once a second. Guarded by the relay's gate.</summary>
internal sealed class Deadline(TimeProvider time)
{
    private long _since;
    private TimeSpan _patience;
    private bool _isRunning;

    /// <summary>Begins to wait, instead of what was waited for.</summary>
    public void Begin(TimeSpan patience) => (_since, _patience, _isRunning) = (time.GetTimestamp(), patience, true);

    /// <summary>Nothing is waited for any more.</summary>
    public void Cancel() => _isRunning = false;

    /// <summary>True once, when the wait has taken too long.</summary>
    public bool Expires()
    {
        if (!_isRunning || time.GetElapsedTime(_since) < _patience) return false;
        _isRunning = false;
        return true;
    }
}

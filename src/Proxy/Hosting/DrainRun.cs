namespace Sluice.Proxy.Hosting;

/// <summary>One drain, from its beginning until it has ended or was taken back.</summary>
/// <param name="cause">Why.</param>
/// <param name="since">When, as the clock's timestamp.</param>
/// <param name="timeout">How long it may take.</param>
internal sealed class DrainRun(DrainCause cause, long since, TimeSpan timeout)
{
    private readonly TaskCompletionSource _waking = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isLeft;
    private volatile bool _isHurried;

    public DrainCause Cause { get; set; } = cause;

    public long Since => since;

    public TimeSpan Timeout => timeout;

    /// <summary>Ends with it; cancelled if it was taken back.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True once it was taken back.</summary>
    public bool IsLeft => _isLeft;

    /// <summary>True once it is to end whatever still runs.</summary>
    public bool IsHurried => _isHurried;

    public void Leave()
    {
        _isLeft = true;
        _waking.TrySetResult();
    }

    public void Hurry()
    {
        _isHurried = true;
        _waking.TrySetResult();
    }

    /// <summary>Waits, but not when there is something to be heard.</summary>
    public Task RestAsync(TimeSpan beat) => Task.WhenAny(Task.Delay(beat), _waking.Task);
}

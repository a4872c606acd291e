namespace Sluice.Proxy.GameDays.Faults;

/// <summary>Whether something that is asked over the network answers.</summary>
internal sealed class Outage
{
    private long _delay;
    private volatile bool _isDown;

    /// <summary>True if nobody answers.</summary>
    public bool IsDown => _isDown;

    /// <summary>It does not answer any more.</summary>
    public void Begin() => _isDown = true;

    /// <summary>It answers that late.</summary>
    public void Slow(TimeSpan delay) => Volatile.Write(ref _delay, delay.Ticks);

    /// <summary>It answers as ever.</summary>
    public void End()
    {
        _isDown = false;
        Volatile.Write(ref _delay, 0);
    }

    /// <summary>Waits as long as an answer is late.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        var delay = TimeSpan.FromTicks(Volatile.Read(ref _delay));
        if (delay > TimeSpan.Zero) await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
    }
}

using Sluice.Transport;

namespace Sluice.Proxy.Relay;

/// <summary>The data of one direction: from the channel of its source to the channel of its sink, on the sink's credit.</summary>
/// <param name="voice">What the source says.</param>
/// <param name="budget">Where the room for bytes on their way comes from. The least of it was reserved already and is the flow's own.</param>
/// <param name="cap">The most that it may have of it.</param>
/// <param name="count">Hears of bytes that went through.</param>
internal sealed class Flow(Voice voice, MemoryBudget budget, long cap, Action<long> count)
{
    private Credit _credit = new(MemoryBudget.Least);
    private readonly Lock _room = new();
    private bool _isOver;
    private SshChannel? _source;
    private SshChannel? _sink;

    /// <summary>The rate that it shares with others; null without one.</summary>
    public Throttle? Throttle { private get; init; }

    /// <summary>Hears of a mistake that no channel's receive loop stands above; it costs the request alone.</summary>
    public required Action<Exception> OnMistake { private get; init; }

    /// <summary>Bytes passed on so far.</summary>
    public long Bytes => _credit.Passed;

    /// <summary>A number that changes whenever bytes were passed on, taken by the sink's kernel, or read by the sink's peer.</summary>
    public long Progress => _credit.Passed + _credit.Received - Queued;

    /// <summary>Bytes that the sink's kernel has not taken.</summary>
    public long Queued => Volatile.Read(ref _sink)?.Queued ?? 0;

    /// <summary>Names the receiving channel, whose window counts from now on. Called from one of its observer's calls.</summary>
    public void SetSink(SshChannel sink)
    {
        _credit.Receive(sink.RemoteWindow);
        Volatile.Write(ref _sink, sink);
    }

    /// <summary>What a source that is still to be opened may be given as its initial window.</summary>
    public uint TakeInitial() => _credit.Take(queued: 0);

    /// <summary>The source that had the initial window was never heard: it goes to the next one.</summary>
    public void TakeBack() => _credit.TakeBack();

    /// <summary>Bytes of our own went to the sink.</summary>
    public void Spend(int bytes) => _credit.Receive(-bytes);

    /// <summary>Names the sending channel: from now on it is granted what the sink has room for.</summary>
    public void Start(SshChannel source)
    {
        Volatile.Write(ref _source, source);
        Replenish();
    }

    /// <summary>Passes data of the source on to the sink; its bytes are sealed from where they lie.</summary>
    public void Forward(in ChannelData data)
    {
        voice.Speak(data.Bytes, data.ExtendedType == 0);
        _sink!.Forward(data);
        _credit.Pass(data.Bytes.Length);
        count(data.Bytes.Length);
        Throttle?.Spend(data.Bytes.Length);
        Replenish();
    }

    /// <summary>The sink's peer granted <paramref name="bytes"/> more.</summary>
    public void OnSinkAdjusted(uint bytes)
    {
        _credit.Receive(bytes);
        Replenish();
    }

    /// <summary>Grants the source what has become free. Called whenever the sink's window or queue has changed.</summary>
    public void Replenish()
    {
        if (Volatile.Read(ref _source) is not { } source || Volatile.Read(ref _sink) is not { } sink) return;
        if (Throttle?.Holds(this) == true) return;
        var queued = sink.Queued;
        if (_credit.Cap < cap && _credit.WantsMore(queued)) Widen();
        var bytes = _credit.Take(queued);
        if (bytes > 0) source.Grant(bytes);
    }

    /// <summary>The rate allows more. Never throws: a timer calls it, whom nobody would catch.</summary>
    public void Resume()
    {
        try
        {
            Replenish();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            OnMistake(e);
        }
    }

    /// <summary>Nothing flows any more: gives its room back to the budget. Later calls do nothing.</summary>
    public void End()
    {
        Throttle?.Forget(this);
        lock (_room)
        {
            if (_isOver) return;
            _isOver = true;
            budget.Release(_credit.Cap);
        }
    }

    // Both receive loops may come here at once, and the end of the request.
    private void Widen()
    {
        lock (_room)
        {
            if (!_isOver) _credit.Widen(budget.Widen(_credit.Cap, cap));
        }
    }
}

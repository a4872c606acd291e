namespace Sluice.Proxy.Admission;

/// <summary>
/// The first key exchanges that wait to be computed: a few at a time, known sources first, and within these and within
/// strangers each source in its turn. One turn in eight is a stranger's, so that nobody waits for ever.
/// </summary>
/// <param name="slots">How many are computed at a time.</param>
/// <param name="time">The clock.</param>
internal sealed class ExchangeQueue(Func<int> slots, TimeProvider time) : IDisposable
{
    private const int StrangersTurn = 8;

    private static readonly TimeSpan _sweep = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly TurnRing _known = new();
    private readonly TurnRing _strangers = new();
    private ITimer? _timer;
    private int _computing;
    private int _turns;

    /// <summary>Those that are being computed.</summary>
    public int Computing => Volatile.Read(ref _computing);

    /// <summary>Those that wait.</summary>
    public int Queued
    {
        get
        {
            lock (_lock) return _known.Count + _strangers.Count;
        }
    }

    /// <summary>Those of one source that wait.</summary>
    public int QueuedOf(object source)
    {
        lock (_lock) return _known.CountOf(source) + _strangers.CountOf(source);
    }

    /// <summary>Waits for a turn, which <see cref="Leave"/> ends; false if it did not come within <paramref name="patience"/>.</summary>
    public ValueTask<bool> EnterAsync(object source, bool isKnown, TimeSpan patience)
    {
        lock (_lock)
        {
            var isEmpty = _known.Count + _strangers.Count == 0;
            if (isEmpty && _computing < slots())
            {
                _computing++;
                return ValueTask.FromResult(true);
            }
            var turn = new Turn(time.GetTimestamp() + (long)(patience.TotalSeconds * time.TimestampFrequency));
            (isKnown ? _known : _strangers).Add(source, turn);
            _timer ??= time.CreateTimer(_ => Sweep(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (isEmpty) _timer.Change(_sweep, _sweep);
            return new ValueTask<bool>(turn.Task);
        }
    }

    /// <summary>A turn is over.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _computing--;
            Admit();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    // Completing a turn runs nothing of its owner here: it goes on elsewhere.
    private void Admit()
    {
        while (_computing < slots() && Next() is { } turn)
        {
            _computing++;
            turn.SetResult(true);
        }
    }

    private Turn? Next()
    {
        var areStrangersFirst = ++_turns % StrangersTurn == 0;
        return areStrangersFirst ? _strangers.Take() ?? _known.Take() : _known.Take() ?? _strangers.Take();
    }

    private void Sweep()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _known.Expire(now);
            _strangers.Expire(now);
            // A slot may have been added by a change of the configuration.
            Admit();
            if (_known.Count + _strangers.Count == 0) _timer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}

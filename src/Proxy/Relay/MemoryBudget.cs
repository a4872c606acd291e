namespace Sluice.Proxy.Relay;

/// <summary>
/// The bytes that all requests together may have on their way through the process. Each direction of each request begins
/// with <see cref="Least"/> and is given more as it uses what it has, up to a share of what is left: the tighter it gets,
/// the smaller the shares. A request that finds not even the least waits for one; what runs is never ended for it.
/// </summary>
internal sealed class MemoryBudget
{
    /// <summary>What each direction of a request has at least, in bytes: two of the largest packets.</summary>
    public const long Least = 64 * 1024;

    /// <summary>One direction gets at most this part of what is left, so that hundreds fit behind the first ones.</summary>
    private const int Share = 64;

    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource<bool>> _waiting = [];
    private readonly TimeProvider _time;
    private long _reserved;

    /// <param name="total">All bytes; at least those of one request.</param>
    /// <param name="time">The clock.</param>
    public MemoryBudget(long total, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, Cost(2 * Least));
        Total = total;
        _time = time;
    }

    /// <summary>All bytes.</summary>
    public long Total { get; }

    /// <summary>Bytes that are given out, with what they cost more.</summary>
    public long Reserved => Volatile.Read(ref _reserved);

    /// <summary>Requests that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _waiting.Count;
        }
    }

    /// <summary>Reserves the least of both directions of a request, after those that came before; false if that takes longer than <paramref name="patience"/>.</summary>
    public async ValueTask<bool> EnterAsync(TimeSpan patience)
    {
        LinkedListNode<TaskCompletionSource<bool>> turn;
        lock (_gate)
        {
            if (_waiting.Count == 0 && TryReserve(2 * Least)) return true;
            turn = _waiting.AddLast(new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        await using var timer = _time.CreateTimer(_ => GiveUp(turn), null, patience, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        return await turn.Value.Task.ConfigureAwait(false);
    }

    /// <summary>
    /// What a direction that has <paramref name="held"/> bytes may have more: as much again, within its cap and its share.
    /// The caller owns what it is given.
    /// </summary>
    public long Widen(long held, long cap)
    {
        // Even, so that the pieces cost together what the whole gives back.
        var wanted = Math.Min(Math.Min(held, cap - held), ((Total - Reserved) / Cost(Share)) - held) & ~1L;
        return wanted > 0 && TryReserve(wanted) ? wanted : 0;
    }

    /// <summary>Reserves all that is left, and gives the bytes for <see cref="Release"/>.</summary>
    public long TakeAll()
    {
        while (true)
        {
            // Even, as everything is that was given out: then cost and bytes come out the same.
            var bytes = (Total - Reserved) * 2 / 3 & ~1L;
            if (bytes <= 0 || TryReserve(bytes)) return Math.Max(0, bytes);
        }
    }

    /// <summary>What bytes on their way cost: they lie sealed in pooled blocks that are not filled to the end.</summary>
    public static long Cost(long bytes) => bytes + (bytes / 2);

    /// <summary>Bytes come back.</summary>
    public void Release(long bytes)
    {
        Interlocked.Add(ref _reserved, -Cost(bytes));
        lock (_gate)
        {
            while (_waiting.First is { } first && TryReserve(2 * Least))
            {
                _waiting.Remove(first);
                first.Value.SetResult(true);
            }
        }
    }

    private bool TryReserve(long bytes)
    {
        bytes = Cost(bytes);
        while (true)
        {
            var reserved = Reserved;
            if (reserved + bytes > Total) return false;
            if (Interlocked.CompareExchange(ref _reserved, reserved + bytes, reserved) == reserved) return true;
        }
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource<bool>> turn)
    {
        lock (_gate)
        {
            if (turn.List is null) return;
            _waiting.Remove(turn);
        }
        turn.Value.SetResult(false);
    }
}

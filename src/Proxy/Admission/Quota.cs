namespace Sluice.Proxy.Admission;

/// <summary>
/// Places by name: so many at a time for each. Who finds none waits in line, a bounded time. Only names that have places
/// taken are kept.
/// </summary>
internal sealed class Quota(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Places> _places = new(StringComparer.Ordinal);

    /// <summary>Names that have places taken.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _places.Count;
        }
    }

    /// <summary>Takes a place at once; false if all are taken or others wait for one.</summary>
    public bool TryEnter(string name, int limit)
    {
        lock (_lock)
        {
            if (!_places.TryGetValue(name, out var places)) _places.Add(name, places = new Places());
            if (places.Taken >= limit || places.Waiting.Count > 0) return false;
            places.Taken++;
            return true;
        }
    }

    /// <summary>Waits for a place; false if there was none within <paramref name="patience"/>, or before <paramref name="ended"/> completed.</summary>
    public async ValueTask<bool> EnterAsync(string name, int limit, TimeSpan patience, Task ended)
    {
        LinkedListNode<TaskCompletionSource<bool>> turn;
        lock (_lock)
        {
            if (TryEnter(name, limit)) return true;
            if (patience <= TimeSpan.Zero) return false;
            turn = _places[name].Waiting.AddLast(new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        await using var timer = time.CreateTimer(_ => GiveUp(turn), null, patience, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        if (await Task.WhenAny(turn.Value.Task, ended).ConfigureAwait(false) == ended) GiveUp(turn);
        return await turn.Value.Task.ConfigureAwait(false);
    }

    /// <summary>Gives a place back, to the first who waits for it.</summary>
    public void Leave(string name)
    {
        lock (_lock)
        {
            var places = _places[name];
            if (places.Waiting.First is { } first)
            {
                places.Waiting.Remove(first);
                first.Value.SetResult(true);
                return;
            }
            if (--places.Taken == 0) _places.Remove(name);
        }
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource<bool>> turn)
    {
        lock (_lock)
        {
            if (turn.List is null) return;
            turn.List.Remove(turn);
        }
        turn.Value.SetResult(false);
    }

    private sealed class Places
    {
        public int Taken { get; set; }

        public LinkedList<TaskCompletionSource<bool>> Waiting { get; } = [];
    }
}

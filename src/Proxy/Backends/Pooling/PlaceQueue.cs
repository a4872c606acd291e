namespace Sluice.Proxy.Backends.Pooling;

/// <summary>Requests that wait for a place. Users take turns, so that one with a hundred requests delays another's by one. Not safe for several threads.</summary>
internal sealed class PlaceQueue
{
    private readonly Dictionary<string, LinkedList<PlaceWaiter>> _byUser = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _turns = [];

    public int Count { get; private set; }

    public void Add(PlaceWaiter waiter)
    {
        var user = waiter.Request.User;
        if (!_byUser.TryGetValue(user, out var own))
        {
            _byUser.Add(user, own = []);
            _turns.AddLast(user);
        }
        own.AddLast(waiter);
        Count++;
    }

    /// <summary>Takes whose turn it is. There must be one.</summary>
    public PlaceWaiter Take()
    {
        var user = _turns.First!.Value;
        _turns.RemoveFirst();
        var own = _byUser[user];
        var waiter = own.First!.Value;
        own.RemoveFirst();
        if (own.Count > 0) _turns.AddLast(user);
        else _byUser.Remove(user);
        Count--;
        return waiter;
    }

    /// <summary>Makes room for one more of that user's in a full line: the newest of whoever has most in it leaves. Null if nobody has more than this user would.</summary>
    public PlaceWaiter? TryDisplace(string user)
    {
        var most = _byUser.Values.MaxBy(own => own.Count);
        var mine = _byUser.TryGetValue(user, out var waiting) ? waiting.Count : 0;
        if (most is null || most.Count <= mine + 1) return null;
        var displaced = most.Last!.Value;
        most.RemoveLast();
        Count--;
        return displaced;
    }

    /// <summary>Takes everybody who has waited since <paramref name="since"/> or longer, or whose client is gone.</summary>
    public List<PlaceWaiter> TakeExpired(long since)
    {
        List<PlaceWaiter> expired = [];
        List<PlaceWaiter> rest = [];
        while (Count > 0)
        {
            var waiter = Take();
            (waiter.Since <= since || waiter.IsGone ? expired : rest).Add(waiter);
        }
        // In the order of their turns, which this keeps.
        rest.ForEach(Add);
        return expired;
    }

    /// <summary>Everybody who has waited since <paramref name="since"/> or longer and was not told so yet; they are marked as told.</summary>
    public List<PlaceWaiter> TellWaiting(long since)
    {
        List<PlaceWaiter> untold = [];
        foreach (var waiter in _byUser.Values.SelectMany(own => own))
        {
            if (waiter.IsTold || waiter.Since > since) continue;
            waiter.IsTold = true;
            untold.Add(waiter);
        }
        return untold;
    }
}

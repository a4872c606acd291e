namespace Sluice.Proxy.Backends.Pooling;

/// <summary>Requests that wait for a place. Users take turns, so that one with a hundred requests delays another's by one. Not safe for several threads.</summary>
internal sealed class PlaceQueue
{
    private readonly Dictionary<string, Queue<PlaceWaiter>> _byUser = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = new();

    public int Count { get; private set; }

    public void Add(PlaceWaiter waiter)
    {
        var user = waiter.Request.User;
        if (!_byUser.TryGetValue(user, out var own))
        {
            _byUser.Add(user, own = new Queue<PlaceWaiter>());
            _turns.Enqueue(user);
        }
        own.Enqueue(waiter);
        Count++;
    }

    /// <summary>Takes whose turn it is. There must be one.</summary>
    public PlaceWaiter Take()
    {
        var user = _turns.Dequeue();
        var own = _byUser[user];
        var waiter = own.Dequeue();
        if (own.Count > 0) _turns.Enqueue(user);
        else _byUser.Remove(user);
        Count--;
        return waiter;
    }

    /// <summary>Takes everybody who has waited since <paramref name="since"/> or longer.</summary>
    public List<PlaceWaiter> TakeExpired(long since)
    {
        List<PlaceWaiter> expired = [];
        List<PlaceWaiter> rest = [];
        while (Count > 0)
        {
            var waiter = Take();
            (waiter.Since <= since ? expired : rest).Add(waiter);
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

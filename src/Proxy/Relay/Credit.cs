namespace Sluice.Proxy.Relay;

/// <summary>
/// The window arithmetic of one direction of a relay (RFC 4254 section 5.2): credit is passed on, never invented. The
/// sender may be granted only what the receiver granted, and no more than <c>cap</c> bytes may be on their way through
/// us, granted but not yet sent or queued for the receiver. All totals, and the cap, only ever grow while data flows, so
/// that the two receive loops that move them need no lock: an old total errs on the side of granting less, an old count of what is
/// queued by no more than what has been queued meanwhile.
/// </summary>
internal struct Credit(long cap)
{
    private long _cap = cap;
    private long _received;
    private long _granted;
    private long _passed;

    /// <summary>Bytes that have been passed on from sender to receiver.</summary>
    public readonly long Passed => Volatile.Read(in _passed);

    /// <summary>Bytes that the receiver granted so far.</summary>
    public readonly long Received => Volatile.Read(in _received);

    /// <summary>Bytes that the sender was granted so far.</summary>
    public readonly long Granted => Volatile.Read(in _granted);

    /// <summary>The most that may be on its way.</summary>
    public readonly long Cap => Volatile.Read(in _cap);

    /// <summary>
    /// True if a wider cap would be used: as much has passed as it has room for, the receiver would take more, and keeps up
    /// with what it is sent. Of a receiver that has stopped none of that is true for long.
    /// </summary>
    /// <param name="queued">Bytes that wait at the receiver's connection.</param>
    public readonly bool WantsMore(long queued) => Passed >= Cap && queued < Cap / 2 && Volatile.Read(in _received) > Passed - queued + Cap;

    /// <summary>Makes the cap wider.</summary>
    public void Widen(long bytes) => Interlocked.Add(ref _cap, bytes);

    /// <summary>The receiver granted <paramref name="bytes"/> more.</summary>
    public void Receive(long bytes) => Interlocked.Add(ref _received, bytes);

    /// <summary>The sender's bytes went to the receiver. Called by the sender's receive loop alone.</summary>
    public void Pass(int bytes) => Volatile.Write(ref _passed, _passed + bytes);

    /// <summary>The sender is no more and will use nothing of what it was granted.</summary>
    public void TakeBack() => Volatile.Write(ref _granted, Passed);

    /// <summary>
    /// Takes what the sender should be granted now; 0 while that is not worth a message. It is worth one when it is a
    /// quarter of the cap, or when the sender has no more left than that: then even a receiver with a window of one
    /// byte makes progress, and a fast sender hears of it long before it would have to stop.
    /// </summary>
    /// <param name="queued">Bytes that wait at the receiver's connection.</param>
    public uint Take(long queued)
    {
        while (true)
        {
            var cap = Cap;
            var granted = Volatile.Read(in _granted);
            var passed = Volatile.Read(in _passed);
            var limit = Math.Min(Volatile.Read(in _received), passed - queued + cap);
            var more = limit - granted;
            if (more <= 0 || (more < cap / 4 && more < granted - passed)) return 0;
            if (Interlocked.CompareExchange(ref _granted, limit, granted) == granted) return (uint)more;
        }
    }
}

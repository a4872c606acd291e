using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Admission;

/// <summary>What is remembered of one source. Guarded by the gate's lock; times are its milliseconds.</summary>
internal sealed class Source(SourceBlock block)
{
    /// <summary>How long a login makes a source a known one: jobs that come once a day are among them.</summary>
    public static readonly TimeSpan KnownFor = TimeSpan.FromHours(25);

    /// <summary>How long it is told that connections were dropped.</summary>
    private static readonly TimeSpan _toldFor = TimeSpan.FromMinutes(10);

    private long _penaltyUntil;
    private long _knownUntil;
    private long _toldUntil;
    private bool _isInForce;
    private int[]? _drops;

    /// <summary>Which addresses it is.</summary>
    public SourceBlock Block => block;

    /// <summary>Its unauthenticated connections.</summary>
    public int Startups { get; set; }

    /// <summary>The last thing it did that has a penalty.</summary>
    public PenaltyKind LastPenalty { get; private set; }

    /// <summary>When a connection was dropped last; null if none was lately.</summary>
    public long? LastDrop { get; private set; }

    /// <summary>True if its last user was let in, not too long ago.</summary>
    public bool IsKnown(long now) => _knownUntil > now;

    /// <summary>True if it is kept out.</summary>
    public bool IsKeptOut(long now) => _isInForce && _penaltyUntil > now;

    /// <summary>Milliseconds of penalty that have come together and are left, in force or not.</summary>
    public long PenaltyLeft(long now) => Math.Max(0, _penaltyUntil - now);

    /// <summary>Until then there is something to remember.</summary>
    public long KeepUntil => Math.Max(_penaltyUntil, Math.Max(_knownUntil, _toldUntil));

    /// <summary>How many were dropped for a reason.</summary>
    public int Drops(DropReason reason) => _drops?[(int)reason] ?? 0;

    /// <summary>Adds a penalty. It keeps out once as much as <see cref="PenaltyModel.Min"/> has come together.</summary>
    public void Punish(PenaltyKind kind, PenaltyModel model, long now)
    {
        var time = (long)model.Time(kind).TotalMilliseconds;
        if (time == 0) return;
        LastPenalty = kind;
        if (_penaltyUntil <= now) (_penaltyUntil, _isInForce) = (now, false);
        _penaltyUntil = Math.Min(_penaltyUntil + time, now + (long)model.Max.TotalMilliseconds);
        if (_penaltyUntil < now + (long)model.Min.TotalMilliseconds) return;
        _isInForce = true;
        // What is only tried out decides nothing, not even whose places a connection is counted among.
        if (!model.IsDryRun) _knownUntil = 0;
    }

    /// <summary>A user was let in: what has come together and is not in force is forgotten, for many may share an address with one who errs.</summary>
    public void Welcome(long now)
    {
        _knownUntil = now + (long)KnownFor.TotalMilliseconds;
        if (!_isInForce) _penaltyUntil = 0;
    }

    /// <summary>A connection was dropped.</summary>
    public void CountDrop(DropReason reason, long now)
    {
        _drops ??= new int[Enum.GetValues<DropReason>().Length];
        _drops[(int)reason]++;
        LastDrop = now;
        _toldUntil = now + (long)_toldFor.TotalMilliseconds;
    }
}

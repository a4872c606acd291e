using Sluice.Proxy.Options;

namespace Sluice.Proxy.Admission;

/// <summary>
/// The unauthenticated connections (MaxStartups). Known sources are counted by themselves and meet only the outer limit,
/// so that a flood of strangers does not shut them out. Guarded by the gate's lock.
/// </summary>
internal sealed class Startups(Func<int> percent)
{
    /// <summary>Those of strangers.</summary>
    public int Strangers { get; private set; }

    /// <summary>Those of known sources.</summary>
    public int Known { get; private set; }

    /// <summary>Those that wait for a PROXY header.</summary>
    public int AtGate { get; private set; }

    /// <summary>All of them.</summary>
    public int All => Strangers + Known + AtGate;

    /// <summary>True if one more has to go: by chance between the limits, the likelier the more there are.</summary>
    public bool MustDrop(StartupClass which, StartupLimit limit)
    {
        var count = Count(which);
        if (count >= limit.Full) return true;
        return which == StartupClass.Stranger && count >= limit.Begin && percent() < Chance(limit);
    }

    /// <summary>How many in a hundred strangers are dropped now.</summary>
    public int Chance(StartupLimit limit)
    {
        if (Strangers < limit.Begin) return 0;
        if (Strangers >= limit.Full) return 100;
        return limit.Rate + (int)((100L - limit.Rate) * (Strangers - limit.Begin) / (limit.Full - limit.Begin));
    }

    /// <summary>One more or, with -1, one less.</summary>
    public void Add(StartupClass which, int change)
    {
        if (which == StartupClass.Stranger) Strangers += change;
        else if (which == StartupClass.Known) Known += change;
        else AtGate += change;
    }

    private int Count(StartupClass which) => which switch
    {
        StartupClass.Stranger => Strangers,
        StartupClass.Known => Known,
        _ => AtGate,
    };
}

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Commands;

namespace Sluice.Proxy.Backends.Groups;

/// <summary>
/// When too few members are left, so many failures at once are more likely to be ours or the network's than theirs, and
/// the few would be crushed by the work of all: then all are used. Says in the log when that begins and ends.
/// </summary>
/// <param name="group">The group's name.</param>
/// <param name="access">What the members are wanted for.</param>
/// <param name="threshold">The percentage of usable members below which the rule holds.</param>
/// <param name="logger">Takes the two lines.</param>
internal sealed class PanicRule(string group, Access access, int threshold, ILogger logger)
{
    private int _holds;

    /// <summary>True from the decision that found too few members to the one that found enough.</summary>
    public bool Holds => Volatile.Read(ref _holds) != 0;

    /// <summary>True if all members are to be used. With none left it always is, because there is nothing to lose.</summary>
    public bool Applies(int usable, int members)
    {
        var applies = usable == 0 || usable * 100L < (long)threshold * members;
        // Two decisions at once may see different counts; the exchange gives each line to the one that made the change.
        if (Holds == applies || Interlocked.Exchange(ref _holds, applies ? 1 : 0) == (applies ? 1 : 0)) return applies;
        if (applies) logger.GroupPanic(group, access, usable, members);
        else logger.GroupPanicOver(group, access, usable, members);
        return applies;
    }
}

using Sluice.Transport.Connection;

namespace Sluice.Transport;

/// <summary>New keys for everybody: a drill of what a change of the clock, or an hour after a rush, brings about by itself.</summary>
public static class KeyRenewal
{
    /// <summary>Has every connection of the process, in both roles, exchange keys now. Gives their number.</summary>
    public static int OfAllConnections() => ConnectionSweep.Shared.RenewKeys();
}

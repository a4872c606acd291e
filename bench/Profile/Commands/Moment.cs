using Sluice.Profile.Collecting;

namespace Sluice.Profile.Commands;

/// <summary>Memory at one moment of a run, in bytes.</summary>
/// <param name="Name">The moment.</param>
/// <param name="Connections">Connections that were there.</param>
/// <param name="Resident">Resident memory as it was.</param>
/// <param name="Collected">After a forced collection.</param>
/// <param name="Heap">The GC heap after that collection.</param>
/// <param name="Committed">What the collector keeps committed.</param>
/// <param name="Rented">Rented buffers.</param>
internal sealed record Moment(string Name, int Connections, long Resident, ProcessMemory Collected, double Heap, double Committed, double Rented)
{
    /// <summary>The first moment's name.</summary>
    public const string Before = "nobody there yet";

    /// <summary>The last moment's name.</summary>
    public const string After = "all have left";
}

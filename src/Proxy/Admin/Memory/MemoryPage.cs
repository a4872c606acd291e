using Sluice.Proxy.Admin.Live;

namespace Sluice.Proxy.Admin.Memory;

/// <summary>The process's memory: now, at its highest, by connection.</summary>
/// <param name="Now">The last sample.</param>
/// <param name="First">The first one: what it costs to serve nobody.</param>
/// <param name="MostConnections">The one with most connections; null if there never was one.</param>
/// <param name="MostResident">The one with most memory resident.</param>
/// <param name="ConnectionObjects">Measured bytes of the objects of one connection.</param>
/// <param name="RequestObjects">Measured bytes of the objects of one request.</param>
/// <param name="Collector">What the garbage collector does.</param>
/// <param name="Top">The connections that cost most, kernel memory included; empty if they were not asked for.</param>
internal sealed record MemoryPage(
    MemorySample Now,
    MemorySample First,
    MemorySample? MostConnections,
    MemorySample MostResident,
    long ConnectionObjects,
    long RequestObjects,
    CollectorReport Collector,
    IReadOnlyList<SessionRow> Top)
{
    /// <summary>What is accounted for of what is resident, from 0 to 1: the rest is the runtime, code, caches, and free space of the heaps.</summary>
    public double AccountedShare => Now.Resident == 0 ? 0 : Math.Round((double)Now.Accounted / Now.Resident, 4);

    /// <summary>
    /// Of what became resident between the start and the highest, the part that is not any more, from 0 to 1; null if too
    /// little ever was.
    /// </summary>
    public double? GivenBack => MostResident.Resident - First.Resident < 8 << 20
        ? null
        : Math.Round(Math.Clamp((double)(MostResident.Resident - Now.Resident) / (MostResident.Resident - First.Resident), 0, 1), 4);
}

/// <summary>What a forced collection changed.</summary>
/// <param name="Before">Just before.</param>
/// <param name="After">Just after.</param>
/// <param name="Milliseconds">What it took.</param>
/// <param name="Page">Everything, after.</param>
internal sealed record CollectionResult(MemorySample Before, MemorySample After, double Milliseconds, MemoryPage Page);

/// <summary>The samples that are kept, oldest first.</summary>
/// <param name="Interval">Seconds from one to the next.</param>
/// <param name="Samples">The samples.</param>
internal sealed record MemorySeries(double Interval, IReadOnlyList<MemorySample> Samples);

namespace Sluice.EndToEnd.Workloads;

/// <summary>All workloads in the order in which they run.</summary>
internal static class AllWorkloads
{
    /// <summary>The crowds come first: what they give back is looked at when the others are through.</summary>
    public static IReadOnlyList<IWorkload> InOrder { get; } =
    [
        new IdleConnections(), new SmallClones(), new LargeClones(), new LargeTransfers(), new Logins(), new ManyTransfers(), new Echoes(), new SystemCalls(), new Allocations(),
        new GeneratorCheck(), new CloneBesideCrowd(),
    ];
}

namespace Sluice.Proxy.Admin.Live;

/// <summary>
/// What objects cost that no ledger counts, on the GC's heap: the growth of the heap by 5,000 idle logged-in connections, and
/// by 100 requests on them, each after a forced compacting collection and divided by their number. A test measures them
/// again in a running proxy and fails when they are no longer true.
/// </summary>
internal static class ObjectSizes
{
    /// <summary>Bytes for each client's connection that is logged in.</summary>
    public const long Connection = 5100;

    /// <summary>Bytes for each request, its channels at both sides included.</summary>
    public const long Request = 5800;
}
